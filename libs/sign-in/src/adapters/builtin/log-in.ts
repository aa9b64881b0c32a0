import { systemContext } from '#libs/kernel';
import type { UnitOfWork } from '#libs/persistence';
import type { AttemptLimiter } from '../../attempt-limiter.port.js';
import type { SiteMembers } from '../../site-members.port.js';
import type { AccountRow, AccountStore } from './account-store.js';
import type { LockOut } from './lock-out.js';
import type { PasswordHasher } from './password-hasher.js';

export type LogInOutcome =
  | { kind: 'ok'; sub: string }
  | { kind: 'refused' }
  | { kind: 'locked' }
  | { kind: 'slow-down'; retryAfter: number }
  | { kind: 'unverified'; account: AccountRow };

export interface LogInAttempt {
  identifier: string;
  password: string;
  ip: string;
}

/** Longer than any address or password we take: hashing megabytes is not a service we offer. */
const MAX_LENGTH = 1_000;

/** Checks an address (or handle) and password. Unknown accounts and wrong passwords take the same way and the same time. */
export class LogIn {
  constructor(
    private readonly accounts: AccountStore,
    private readonly members: SiteMembers,
    private readonly lockOut: LockOut,
    private readonly hasher: PasswordHasher,
    private readonly limiter: AttemptLimiter,
    private readonly parts: { uow: UnitOfWork; mailDelivers: () => boolean },
  ) {}

  async attempt({ identifier, password, ip }: LogInAttempt): Promise<LogInOutcome> {
    const verdict = await this.limiter.take('log-in', ip);
    if (!verdict.allowed) return { kind: 'slow-down', retryAfter: verdict.retryAfter };
    if (identifier.length > MAX_LENGTH || password.length > MAX_LENGTH) return { kind: 'refused' };
    const account = await this.find(identifier);
    // One count per account, whichever way it is addressed; what nobody has is counted all the same.
    const subject = account?.email ?? identifier;
    if ((await this.lockOut.take(subject)) !== null) return { kind: 'locked' };
    const isRight = await this.hasher.verify(account?.passwordHash ?? null, password);
    if (!account || !isRight) return { kind: 'refused' };
    await this.parts.uow.run(systemContext('issuer'), (tx) => this.lockOut.clear(tx, subject));
    if (account.emailVerifiedAt === null && this.parts.mailDelivers()) return { kind: 'unverified', account };
    return { kind: 'ok', sub: account.id };
  }

  private async find(identifier: string): Promise<AccountRow | null> {
    if (identifier.includes('@')) return this.accounts.byEmail(identifier);
    const sub = await this.members.subOfHandle(identifier.trim().toLowerCase());
    return sub === null ? null : this.accounts.byId(sub);
  }
}
