import type { Role } from '#libs/kernel';
import type { Tx } from '#libs/persistence';

export interface NewAccount {
  email: string;
  password: string;
  emailVerified: boolean;
  /** Shown in tokens until the first sign-in made a member. */
  handle?: string;
  displayName?: string;
  /** Given at the issuer, too, where the issuer decides roles; else the member row has it alone. */
  role?: Role;
}

export interface Account {
  /** The `sub` of this account's tokens. */
  sub: string;
  /** Lower case. */
  email: string;
  emailVerified: boolean;
  createdAt: Date;
}

/** What an engine forces; callers and the contract ask these instead of knowing the engine. */
export interface AccountDirectoryCapabilities {
  /**
   * Accounts live in another system, which its own administrators manage: people register and change their password there, deleting is no part
   * of our transaction, and our rights may end at reading (AUTH.ACCOUNTS_ELSEWHERE).
   */
  readonly isManagedElsewhere: boolean;
}

/** The issuer's accounts, as far as the CLI, the demo community and erasure need them. E-mail addresses are compared in lower case. */
export abstract class AccountDirectory {
  abstract readonly capabilities: AccountDirectoryCapabilities;
  /** @returns the sub. @throws AUTH.ACCOUNT_EXISTS; AUTH.PASSWORD_REFUSED naming the rule; AUTH.ACCOUNTS_ELSEWHERE */
  abstract createAccount(account: NewAccount): Promise<string>;
  /** Ends every session of the account at the issuer. @throws AUTH.ACCOUNT_UNKNOWN, AUTH.PASSWORD_REFUSED, AUTH.ACCOUNTS_ELSEWHERE */
  abstract setPassword(sub: string, password: string): Promise<void>;
  abstract find(by: { email: string } | { sub: string }): Promise<Account | null>;
  /** Removes the account with its sessions and tokens, in the caller's transaction where the engine is PostgreSQL. Unknown subs are ignored. */
  abstract delete(tx: Tx, sub: string): Promise<void>;
}
