import type { Tx } from '#libs/persistence';

export interface NewAccount {
  email: string;
  password: string;
  emailVerified: boolean;
  /** Shown in tokens until the first sign-in made a member. */
  handle?: string;
  displayName?: string;
}

export interface Account {
  /** The `sub` of this account's tokens. */
  sub: string;
  /** Lower case. */
  email: string;
  emailVerified: boolean;
  createdAt: Date;
}

/** The issuer's accounts, as far as the CLI, the demo community and erasure need them. E-mail addresses are compared in lower case. */
export abstract class AccountDirectory {
  /** @returns the sub. @throws AUTH.ACCOUNT_EXISTS; AUTH.PASSWORD_REFUSED naming the rule */
  abstract createAccount(account: NewAccount): Promise<string>;
  /** Ends every session of the account at the issuer. @throws AUTH.ACCOUNT_UNKNOWN, AUTH.PASSWORD_REFUSED */
  abstract setPassword(sub: string, password: string): Promise<void>;
  abstract find(by: { email: string } | { sub: string }): Promise<Account | null>;
  /** Removes the account with its sessions and tokens, in the caller's transaction where the engine is PostgreSQL. Unknown subs are ignored. */
  abstract delete(tx: Tx, sub: string): Promise<void>;
}
