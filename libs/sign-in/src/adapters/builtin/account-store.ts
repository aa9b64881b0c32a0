import { AppError, type Clock, isId, newId } from '#libs/kernel';
import { sql, type SqlReader, type Tx, violatedConstraint } from '#libs/persistence';
import { ACCOUNT_EXISTS } from '../../sign-in.errors.js';
import type { SiteMembers } from '../../site-members.port.js';
import { sidOfGrant } from './payload-store.js';

export interface AccountRow {
  id: string;
  email: string;
  passwordHash: string;
  emailVerifiedAt: Date | null;
  handle: string | null;
  displayName: string | null;
  createdAt: Date;
}

export interface AccountInput {
  email: string;
  passwordHash: string;
  emailVerified: boolean;
  handle: string | null;
  displayName: string | null;
}

const COLUMNS = `id, email, password_hash as "passwordHash", email_verified_at as "emailVerifiedAt", handle, display_name as "displayName", created_at as "createdAt"`;
const BY_EMAIL = sql<AccountRow>('sign-in.account-by-email', `select ${COLUMNS} from sign_in.accounts where email = $1`);
const BY_ID = sql<AccountRow>('sign-in.account-by-id', `select ${COLUMNS} from sign_in.accounts where id = $1`);
const INSERT = sql(
  'sign-in.account-insert',
  `insert into sign_in.accounts (id, email, password_hash, email_verified_at, handle, display_name, created_at, password_changed_at)
   values ($1, $2, $3, $4, $5, $6, $7, $7)`,
);
const REPLACE_UNVERIFIED = sql<{ id: string }>(
  'sign-in.account-replace-unverified',
  `update sign_in.accounts set password_hash = $2, handle = $3, display_name = $4, password_changed_at = $5
   where email = $1 and email_verified_at is null returning id`,
);
const SET_PASSWORD = sql<{ email: string }>(
  'sign-in.account-set-password',
  'update sign_in.accounts set password_hash = $2, password_changed_at = $3 where id = $1 returning email',
);
const VERIFY = sql('sign-in.account-verify', 'update sign_in.accounts set email_verified_at = coalesce(email_verified_at, $2) where id = $1');
const DELETE = sql<{ email: string }>('sign-in.account-delete', 'delete from sign_in.accounts where id = $1 returning email');
const DELETE_PAYLOADS = sql<{ grantHash: Buffer | null }>(
  'sign-in.account-delete-payloads',
  `delete from sign_in.payloads where account_id = $1 returning case when model = 'Grant' then id_hash end as "grantHash"`,
);

/** Addresses are compared in lower case and without blanks around them. */
export function canonicalEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** Rows of accounts. */
export class AccountStore {
  constructor(
    private readonly reader: SqlReader,
    private readonly clock: Clock,
    private readonly members: SiteMembers,
  ) {}

  byEmail(email: string): Promise<AccountRow | null> {
    return this.reader.one(BY_EMAIL, [canonicalEmail(email)]);
  }

  async byId(id: string): Promise<AccountRow | null> {
    return isId(id) ? this.reader.one(BY_ID, [id]) : null;
  }

  /** @throws AUTH.ACCOUNT_EXISTS */
  async insert(tx: Tx, input: AccountInput): Promise<string> {
    const id = newId();
    const now = this.clock.now();
    const values = [id, canonicalEmail(input.email), input.passwordHash, input.emailVerified ? now : null, input.handle, input.displayName, now];
    try {
      await tx.query(INSERT, values);
    } catch (error) {
      if (violatedConstraint(error) === 'accounts_email') throw new AppError(ACCOUNT_EXISTS);
      throw error;
    }
    return id;
  }

  /** Somebody registers again before the address was confirmed: the latest wins. @returns the account, or null when it is confirmed */
  async replaceUnverified(tx: Tx, input: AccountInput): Promise<string | null> {
    const values = [canonicalEmail(input.email), input.passwordHash, input.handle, input.displayName, this.clock.now()];
    const [row] = await tx.query(REPLACE_UNVERIFIED, values);
    return row?.id ?? null;
  }

  /** Sets the password and ends every session of the account. @returns its address, or null when there is no such account */
  async setPassword(tx: Tx, id: string, passwordHash: string): Promise<string | null> {
    const [row] = await tx.query(SET_PASSWORD, [id, passwordHash, this.clock.now()]);
    if (!row) return null;
    await this.endAll(tx, id);
    await this.members.signedOutEverywhere(tx, id);
    return row.email;
  }

  async verify(tx: Tx, id: string): Promise<void> {
    await tx.query(VERIFY, [id, this.clock.now()]);
  }

  /** @returns the address the account had, or null */
  async delete(tx: Tx, id: string): Promise<string | null> {
    if (!isId(id)) return null;
    await this.endAll(tx, id);
    const [row] = await tx.query(DELETE, [id]);
    return row?.email ?? null;
  }

  /** Sessions, grants and tokens; access tokens already out are refused by their sids. */
  private async endAll(tx: Tx, id: string): Promise<void> {
    const gone = await tx.query(DELETE_PAYLOADS, [id]);
    const sids = gone.flatMap(({ grantHash }) => (grantHash ? [sidOfGrant(grantHash)] : []));
    if (sids.length > 0) await this.members.sessionsEnded(tx, sids);
  }
}
