import { Inject, Injectable } from '@nestjs/common';
import type { ConfigOf } from '#libs/config';
import { Clock } from '#libs/kernel';
import { identityConfig } from '../identity.config.js';

/** How long sessions live. */
@Injectable()
export class SessionClock {
  constructor(
    private readonly clock: Clock,
    @Inject(identityConfig.token) private readonly config: ConfigOf<typeof identityConfig>,
  ) {}

  now(): Date {
    return this.clock.now();
  }

  /** The times of a session that starts now. */
  start(): { now: Date; idleExpiresAt: Date; expiresAt: Date } {
    const now = this.now();
    return { now, idleExpiresAt: this.idleEnd(now), expiresAt: new Date(now.getTime() + this.config.SESSION_MAX_SECONDS * 1000) };
  }

  idleEnd(now: Date): Date {
    return new Date(now.getTime() + this.config.SESSION_IDLE_SECONDS * 1000);
  }

  refreshDue(now: Date): Date {
    return new Date(now.getTime() + this.config.SESSION_REFRESH_SECONDS * 1000);
  }

  /** Whether an issuer that cannot be reached has been silent for too long about a session that it last confirmed then. */
  isUnconfirmed(confirmedAt: Date): boolean {
    return this.now().getTime() - confirmedAt.getTime() > this.config.SESSION_UNCONFIRMED_SECONDS * 1000;
  }

  /** Life of the browser's cookie, in seconds. */
  get maxSeconds(): number {
    return this.config.SESSION_MAX_SECONDS;
  }
}
