import { Injectable } from '@nestjs/common';
import { AppError, newId, systemContext } from '#libs/kernel';
import { Logger } from '#libs/observability';
import { UnitOfWork } from '#libs/persistence';
import type { VerifiedToken } from '#libs/sign-in';
import { SessionClock } from './session-clock.js';
import { SessionRefresh } from './session-refresh.js';
import { SessionsRepository } from './sessions.repository.js';

/** "Last seen" is exact to this. */
const SEEN_EVERY_MS = 60_000;

/** What happens to a session in passing, while it is used. Never fails the request that it is part of. */
@Injectable()
export class SessionUpkeep {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly sessions: SessionsRepository,
    private readonly times: SessionClock,
    private readonly refresh: SessionRefresh,
    private readonly logger: Logger,
  ) {}

  /** Notes that the session was used, once a minute at most. */
  async seen(sessionId: string, lastSeenAt: Date, ip: string): Promise<void> {
    const now = this.times.now();
    const seenBefore = new Date(now.getTime() - SEEN_EVERY_MS);
    if (lastSeenAt > seenBefore) return;
    const at = { now, idleExpiresAt: this.times.idleEnd(now), ip, seenBefore };
    await this.quietly(() => this.uow.run(systemContext('session'), (tx) => this.sessions.touch(tx, sessionId, at)));
  }

  /** Asks an outside issuer again when it is time; the request does not wait for the answer. */
  refreshWhenDue(sessionId: string, dueAt: Date | null): void {
    if (dueAt === null || dueAt > this.times.now()) return;
    this.refresh.inBackground(sessionId);
  }

  /** Lists an app's sign-in among its owner's sessions, at its first request. */
  async appSeen(memberId: string, token: VerifiedToken, ip: string): Promise<void> {
    const { issuerKey, sub, sid, clientId } = token;
    if (sid === undefined) return;
    const times = this.times.start();
    const session = { id: newId(), kind: 'app' as const, memberId, issuerKey, sub, oidcSid: sid, clientId: clientId ?? null, ip, ...times };
    const nothing = { secretHash: null, refreshToken: null, refreshDueAt: null };
    await this.quietly(() => this.uow.run(systemContext('session'), (tx) => this.sessions.insert(tx, { ...session, ...nothing, userAgent: clientId ?? null })));
  }

  private async quietly(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (err) {
      const isExpected = err instanceof AppError && (err.definition.kind === 'unavailable' || err.definition.kind === 'insufficient-storage');
      if (!isExpected) this.logger.error('session upkeep failed', { err });
    }
  }
}
