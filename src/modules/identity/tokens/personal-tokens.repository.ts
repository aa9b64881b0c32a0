import { Injectable } from '@nestjs/common';
import type { Scope } from '#libs/kernel';
import { SqlReader, sql, type Tx } from '#libs/persistence';

export interface PersonalToken {
  id: string;
  name: string;
  scopes: Scope[];
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
}

const COLUMNS = 'id, name, scopes, created_at as "createdAt", expires_at as "expiresAt", last_used_at as "lastUsedAt"';
const LIST = sql<PersonalToken>('identity.tokens-list', `select ${COLUMNS} from identity.personal_access_tokens where member_id = $1 order by created_at desc, id`);
const FIND = sql<PersonalToken>('identity.token-find', `select ${COLUMNS} from identity.personal_access_tokens where id = $1 and member_id = $2`);
const LOCK = sql('identity.tokens-lock', `select pg_advisory_xact_lock(hashtextextended('identity.tokens ' || $1, 0))`);
const COUNT = sql<{ count: number }>('identity.tokens-count', 'select count(*)::int as count from identity.personal_access_tokens where member_id = $1');
const INSERT = sql(
  'identity.token-insert',
  'insert into identity.personal_access_tokens (id, member_id, name, secret_hash, scopes, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)',
);
const DELETE = sql<{ id: string }>('identity.token-delete', 'delete from identity.personal_access_tokens where id = $1 and member_id = $2 returning id');
const DELETE_OF_MEMBER = sql('identity.tokens-delete-of-member', 'delete from identity.personal_access_tokens where member_id = $1');
const PURGE = sql('identity.tokens-purge', 'delete from identity.personal_access_tokens where expires_at < $1');

/** Rows of personal access tokens. */
@Injectable()
export class PersonalTokensRepository {
  constructor(private readonly reader: SqlReader) {}

  /** Newest first. */
  list(memberId: string): Promise<PersonalToken[]> {
    return this.reader.query(LIST, [memberId]);
  }

  find(id: string, memberId: string): Promise<PersonalToken | null> {
    return this.reader.one(FIND, [id, memberId]);
  }

  /** How many the member has; others who make one for the same member wait until the transaction is over. */
  async countLocked(tx: Tx, memberId: string): Promise<number> {
    await tx.query(LOCK, [memberId]);
    return (await tx.query(COUNT, [memberId]))[0]?.count ?? 0;
  }

  async insert(tx: Tx, token: Omit<PersonalToken, 'lastUsedAt'> & { memberId: string; hash: Buffer }): Promise<void> {
    await tx.query(INSERT, [token.id, token.memberId, token.name, token.hash, token.scopes, token.createdAt, token.expiresAt]);
  }

  /** @returns whether the member had it */
  async delete(tx: Tx, id: string, memberId: string): Promise<boolean> {
    return (await tx.query(DELETE, [id, memberId])).length > 0;
  }

  async deleteOfMember(tx: Tx, memberId: string): Promise<void> {
    await tx.query(DELETE_OF_MEMBER, [memberId]);
  }

  async purge(tx: Tx, expiredBefore: Date): Promise<void> {
    await tx.query(PURGE, [expiredBefore]);
  }
}
