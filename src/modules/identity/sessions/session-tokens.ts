import { Injectable } from '@nestjs/common';
import { systemContext } from '#libs/kernel';
import { UnitOfWork } from '#libs/persistence';
import { IdentitySecrets } from '../sign-in/identity-secrets.js';
import { SessionClock } from './session-clock.js';
import { SessionEndings } from './session-endings.js';
import { SessionsRepository } from './sessions.repository.js';

/** Another process may try when the one that took a refresh has not come back by then. */
const RETRY_MS = 60_000;

export interface ClaimedSession {
  id: string;
  memberId: string;
  refreshToken: string;
  /** When the issuer last said that it stands. */
  confirmedAt: Date;
}

/** The sealed refresh tokens of browser sessions. */
@Injectable()
export class SessionTokens {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly sessions: SessionsRepository,
    private readonly endings: SessionEndings,
    private readonly secrets: IdentitySecrets,
    private readonly times: SessionClock,
  ) {}

  /** The session's token, for one process at a time. Null when it is not due, taken, or not to be opened. */
  async claim(sessionId: string): Promise<ClaimedSession | null> {
    const now = this.times.now();
    const retryAt = new Date(now.getTime() + RETRY_MS);
    const row = await this.uow.run(systemContext('session'), (tx) => this.sessions.claimRefresh(tx, sessionId, now, retryAt));
    const refreshToken = row?.refreshToken && this.secrets.box.open(row.refreshToken, row.id);
    return row && refreshToken ? { id: row.id, memberId: row.memberId, refreshToken, confirmedAt: row.confirmedAt } : null;
  }

  async store(sessionId: string, refreshToken: string): Promise<void> {
    const sealed = this.secrets.box.seal(refreshToken, sessionId);
    const now = this.times.now();
    await this.uow.run(systemContext('session'), (tx) => this.sessions.refreshed(tx, sessionId, sealed, { now, dueAt: this.times.refreshDue(now) }));
  }

  async end({ id, memberId }: ClaimedSession): Promise<void> {
    await this.uow.run(systemContext('session'), (tx) => this.endings.endOne(tx, memberId, id));
  }
}
