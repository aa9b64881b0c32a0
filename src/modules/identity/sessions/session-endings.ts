import { Injectable } from '@nestjs/common';
import { Outbox } from '#libs/events';
import { Clock } from '#libs/kernel';
import type { Tx } from '#libs/persistence';
import { sessionRevoked } from '../identity.events.js';
import { type SessionRow, SessionsRepository } from './sessions.repository.js';

/** What has to happen with every session that ends: its tokens are refused from now on, and everybody who holds a line to it hears. */
@Injectable()
export class SessionEndings {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Ends one session of a member. @returns it, or null when there is none that stands */
  async endOne(tx: Tx, memberId: string, sessionId: string): Promise<SessionRow | null> {
    const session = await this.sessions.revoke(tx, sessionId, memberId, this.clock.now());
    if (session) await this.tell(tx, [session]);
    return session;
  }

  /** A new log-in takes the place of an old one in the same browser: the sign-in at the issuer behind both goes on. */
  async replace(tx: Tx, memberId: string, sessionId: string): Promise<void> {
    const session = await this.sessions.revoke(tx, sessionId, memberId, this.clock.now());
    if (session) await this.outbox.add(tx, sessionRevoked.of(`user:${memberId}`, { memberId, sessionId }));
  }

  async endOthers(tx: Tx, memberId: string, keptId: string | null): Promise<SessionRow[]> {
    const ended = await this.sessions.revokeOthers(tx, memberId, keptId, this.clock.now());
    await this.tell(tx, ended);
    return ended;
  }

  /** The issuer ended these sign-ins. Ones that no session knows yet are noted all the same. */
  async endSids(tx: Tx, issuerKey: string, sids: readonly string[]): Promise<void> {
    const now = this.clock.now();
    await this.sessions.endSids(tx, issuerKey, sids, now);
    await this.tell(tx, await this.sessions.revokeBySids(tx, issuerKey, sids, now));
  }

  async endSub(tx: Tx, issuerKey: string, sub: string): Promise<void> {
    await this.tell(tx, await this.sessions.revokeBySub(tx, issuerKey, sub, this.clock.now()));
  }

  private async tell(tx: Tx, ended: readonly SessionRow[]): Promise<void> {
    if (ended.length === 0) return;
    for (const { issuerKey, oidcSid } of ended) {
      if (oidcSid !== null) await this.sessions.endSids(tx, issuerKey, [oidcSid], this.clock.now());
    }
    await this.outbox.add(tx, ...ended.map(({ id, memberId }) => sessionRevoked.of(`user:${memberId}`, { memberId, sessionId: id })));
  }
}
