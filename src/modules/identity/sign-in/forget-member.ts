import { Injectable } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import type { Tx } from '#libs/persistence';
import { AccountDirectory } from '#libs/sign-in';
import { SessionEndings } from '../sessions/session-endings.js';
import { SessionsRepository } from '../sessions/sessions.repository.js';
import { PersonalTokensRepository } from '../tokens/personal-tokens.repository.js';
import { IdentitiesRepository } from './identities.repository.js';
import { BUILT_IN } from './identity-site-members.js';

/** An erased member loses account, sessions and tokens, in the caller's transaction. An account at an outside issuer is not ours to remove. */
@Injectable()
export class ForgetMember {
  constructor(
    private readonly identities: IdentitiesRepository,
    private readonly sessions: SessionsRepository,
    private readonly tokens: PersonalTokensRepository,
    private readonly endings: SessionEndings,
    private readonly accounts: AccountDirectory,
    private readonly clock: Clock,
  ) {}

  async execute(tx: Tx, memberId: string): Promise<void> {
    await this.endings.endOthers(tx, memberId, null);
    await this.sessions.deleteOfMember(tx, memberId);
    await this.tokens.deleteOfMember(tx, memberId);
    for (const { issuerKey, sub } of await this.identities.markErased(tx, memberId, this.clock.now())) {
      if (issuerKey === BUILT_IN && !this.accounts.capabilities.isManagedElsewhere) await this.accounts.delete(tx, sub);
    }
  }
}
