import { Injectable } from '@nestjs/common';
import { SqlReader, sql, type Tx } from '#libs/persistence';

export interface IdentityRow {
  issuerKey: string;
  sub: string;
  memberId: string;
  erasedAt: Date | null;
}

const COLUMNS = 'issuer_key as "issuerKey", sub, member_id as "memberId", erased_at as "erasedAt"';
const LOCK = sql('identity.identity-lock', `select pg_advisory_xact_lock(hashtextextended('identity ' || $1 || ' ' || $2, 0))`);
const FIND = sql<IdentityRow>('identity.identity-find', `select ${COLUMNS} from identity.identities where issuer_key = $1 and sub = $2`);
const OF_MEMBER = sql<IdentityRow>('identity.identities-of-member', `select ${COLUMNS} from identity.identities where member_id = $1`);
const INSERT = sql(
  'identity.identity-insert',
  'insert into identity.identities (issuer_key, sub, member_id, email, email_verified, created_at) values ($1, $2, $3, $4, $5, $6)',
);
const SET_EMAIL = sql(
  'identity.identity-set-email',
  `update identity.identities set email = $3, email_verified = $4
   where issuer_key = $1 and sub = $2 and (email, email_verified) is distinct from ($3, $4)`,
);
const MARK_ERASED = sql<IdentityRow>(
  'identity.identities-mark-erased',
  `update identity.identities set erased_at = $2, email = null, email_verified = false where member_id = $1 and erased_at is null returning ${COLUMNS}`,
);
const PURGE = sql('identity.identities-purge', 'delete from identity.identities where erased_at < $1');
const EMAIL_OF = sql<{ email: string }>(
  'identity.email-of-member',
  'select email from identity.identities where member_id = $1 and email is not null order by created_at limit 1',
);

/** Which outside identity (issuer, sub) is which member. */
@Injectable()
export class IdentitiesRepository {
  constructor(private readonly reader: SqlReader) {}

  find(issuerKey: string, sub: string): Promise<IdentityRow | null> {
    return this.reader.one(FIND, [issuerKey, sub]);
  }

  /** Makes others who sign in with this identity wait until the transaction is over. */
  async lock(tx: Tx, issuerKey: string, sub: string): Promise<IdentityRow | null> {
    await tx.query(LOCK, [issuerKey, sub]);
    return (await tx.query(FIND, [issuerKey, sub]))[0] ?? null;
  }

  async insert(tx: Tx, identity: { issuerKey: string; sub: string; memberId: string; email: string | null; emailVerified: boolean; now: Date }): Promise<void> {
    await tx.query(INSERT, [identity.issuerKey, identity.sub, identity.memberId, identity.email, identity.emailVerified, identity.now]);
  }

  async setEmail(tx: Tx, issuerKey: string, sub: string, email: string, isVerified: boolean): Promise<void> {
    await tx.query(SET_EMAIL, [issuerKey, sub, email, isVerified]);
  }

  ofMember(memberId: string): Promise<IdentityRow[]> {
    return this.reader.query(OF_MEMBER, [memberId]);
  }

  async emailOf(memberId: string): Promise<string | null> {
    const row = await this.reader.one(EMAIL_OF, [memberId]);
    return row?.email ?? null;
  }

  /** Forgets the person but keeps the pair for a while. @returns the pairs */
  markErased(tx: Tx, memberId: string, now: Date): Promise<IdentityRow[]> {
    return tx.query(MARK_ERASED, [memberId, now]);
  }

  async purge(tx: Tx, erasedBefore: Date): Promise<void> {
    await tx.query(PURGE, [erasedBefore]);
  }
}
