import { Injectable } from '@nestjs/common';
import { Clock, systemContext } from '#libs/kernel';
import { UnitOfWork } from '#libs/persistence';
import { IdentitiesRepository } from '../sign-in/identities.repository.js';
import { PendingLogInsRepository } from '../sign-in/pending-log-ins.repository.js';
import { PersonalTokensRepository } from '../tokens/personal-tokens.repository.js';
import { SessionsRepository } from './sessions.repository.js';

const DAY_MS = 24 * 3600_000;

/** Forgets log-ins that never came back, sessions and tokens that ended a month ago, and pairs of members who are gone. */
@Injectable()
export class PurgeIdentity {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly sessions: SessionsRepository,
    private readonly tokens: PersonalTokensRepository,
    private readonly identities: IdentitiesRepository,
    private readonly pending: PendingLogInsRepository,
    private readonly clock: Clock,
  ) {}

  async execute(): Promise<void> {
    const now = this.clock.now().getTime();
    const aDayAgo = new Date(now - DAY_MS);
    const aMonthAgo = new Date(now - 30 * DAY_MS);
    await this.uow.run(systemContext('identity'), async (tx) => {
      // An access token lives for minutes: a day later its sid need not be remembered.
      await this.sessions.purge(tx, { ended: aMonthAgo, sids: aDayAgo });
      await this.tokens.purge(tx, aMonthAgo);
      await this.identities.purge(tx, aDayAgo);
      await this.pending.purge(tx, new Date(now));
    });
  }
}
