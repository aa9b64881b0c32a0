import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '#libs/kernel';
import { sql, type SqlReader, type Tx } from '#libs/persistence';

export type LinkPurpose = 'verify' | 'reset';

const LIFE_MS: Record<LinkPurpose, number> = { verify: 24 * 3600_000, reset: 3600_000 };

const INSERT = sql('sign-in.link-insert', 'insert into sign_in.mail_links (token_hash, account_id, purpose, expires_at) values ($1, $2, $3, $4)');
const DROP_OLD = sql('sign-in.link-drop-old', 'delete from sign_in.mail_links where (account_id = $1 and purpose = $2) or expires_at < $3');
const FIND = sql<{ account_id: string }>(
  'sign-in.link-find',
  'select account_id from sign_in.mail_links where token_hash = $1 and purpose = $2 and expires_at > $3',
);
const REDEEM = sql<{ account_id: string }>(
  'sign-in.link-redeem',
  'delete from sign_in.mail_links where token_hash = $1 and purpose = $2 and expires_at > $3 returning account_id',
);

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Links in messages: one per account and purpose, used once, stored as SHA-256. */
export class MailLinks {
  constructor(
    private readonly reader: SqlReader,
    private readonly clock: Clock,
  ) {}

  /** A new token; earlier ones of the account stop working. */
  async issue(tx: Tx, accountId: string, purpose: LinkPurpose): Promise<string> {
    const now = this.clock.now();
    const token = randomBytes(32).toString('base64url');
    await tx.query(DROP_OLD, [accountId, purpose, now]);
    await tx.query(INSERT, [hashOf(token), accountId, purpose, new Date(now.getTime() + LIFE_MS[purpose])]);
    return token;
  }

  /** The account, without using the link up: for the page that asks to go on. */
  async peek(token: string, purpose: LinkPurpose): Promise<string | null> {
    const row = await this.reader.one(FIND, [hashOf(token), purpose, this.clock.now()]);
    return row?.account_id ?? null;
  }

  /** The account, and the link is used up. */
  async redeem(tx: Tx, token: string, purpose: LinkPurpose): Promise<string | null> {
    const [row] = await tx.query(REDEEM, [hashOf(token), purpose, this.clock.now()]);
    return row?.account_id ?? null;
  }
}
