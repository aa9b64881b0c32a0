import { AppError, systemContext } from '#libs/kernel';
import type { Tx, UnitOfWork } from '#libs/persistence';
import { type Account, AccountDirectory, type NewAccount } from '../../account-directory.port.js';
import { checkPassword, passwordAdvice } from '../../password-policy.js';
import { ACCOUNT_UNKNOWN, PASSWORD_REFUSED } from '../../sign-in.errors.js';
import { type AccountRow, AccountStore } from './account-store.js';
import type { LockOut } from './lock-out.js';
import type { PasswordHasher } from './password-hasher.js';

function assertPassword(password: string, names: readonly string[]): void {
  const problem = checkPassword(password, names);
  if (problem) throw new AppError(PASSWORD_REFUSED, { detail: passwordAdvice(problem) });
}

function present(row: AccountRow): Account {
  return { sub: row.id, email: row.email, emailVerified: row.emailVerifiedAt !== null, createdAt: row.createdAt };
}

/** The accounts of the built-in issuer. */
export class BuiltInAccountDirectory extends AccountDirectory {
  readonly capabilities = { isManagedElsewhere: false };

  constructor(
    private readonly accounts: AccountStore,
    private readonly hasher: PasswordHasher,
    private readonly lockOut: LockOut,
    private readonly uow: UnitOfWork,
  ) {
    super();
  }

  async createAccount(account: NewAccount): Promise<string> {
    const { email, password, emailVerified, handle = null, displayName = null } = account;
    assertPassword(password, [email, handle ?? '']);
    const passwordHash = await this.hasher.hash(password);
    return this.uow.run(systemContext('accounts'), (tx) => this.accounts.insert(tx, { email, passwordHash, emailVerified, handle, displayName }));
  }

  async setPassword(sub: string, password: string): Promise<void> {
    const account = await this.accounts.byId(sub);
    if (!account) throw new AppError(ACCOUNT_UNKNOWN);
    assertPassword(password, [account.email, account.handle ?? '']);
    const passwordHash = await this.hasher.hash(password);
    await this.uow.run(systemContext('accounts'), async (tx) => {
      const email = await this.accounts.setPassword(tx, sub, passwordHash);
      if (email === null) throw new AppError(ACCOUNT_UNKNOWN);
      await this.lockOut.clear(tx, email);
    });
  }

  async find(by: { email: string } | { sub: string }): Promise<Account | null> {
    const row = 'email' in by ? await this.accounts.byEmail(by.email) : await this.accounts.byId(by.sub);
    return row && present(row);
  }

  async delete(tx: Tx, sub: string): Promise<void> {
    const email = await this.accounts.delete(tx, sub);
    if (email !== null) await this.lockOut.clear(tx, email);
  }
}
