import { Injectable } from '@nestjs/common';
import { SqlReader, sql, type Tx } from '#libs/persistence';

export interface IdentityRow {
  issuerKey: string;
  sub: string;
  memberId: string;
  erasedAt: Date | null;
  /** As the issuer last told it. */
  displayName: string | null;
  /** When the token was made that role, name and address were last taken from. */
  claimsAt: Date | null;
}

/** What an issuer says of a person, and when. */
export interface IdentityClaims {
  issuerKey: string;
  sub: string;
  email: string | null;
  emailVerified: boolean;
  displayName: string;
  claimsAt: Date;
}

const COLUMNS = 'issuer_key as "issuerKey", sub, member_id as "memberId", erased_at as "erasedAt", display_name as "displayName", claims_at as "claimsAt"';
const LOCK = sql('identity.identity-lock', `select pg_advisory_xact_lock(hashtextextended('identity ' || $1 || ' ' || $2, 0))`);
const FIND = sql<IdentityRow>('identity.identity-find', `select ${COLUMNS} from identity.identities where issuer_key = $1 and sub = $2`);
const OF_MEMBER = sql<IdentityRow>('identity.identities-of-member', `select ${COLUMNS} from identity.identities where member_id = $1`);
const INSERT = sql(
  'identity.identity-insert',
  'insert into identity.identities (issuer_key, sub, member_id, email, email_verified, created_at, display_name, claims_at) values ($1, $2, $3, $4, $5, $6, $7, $8)',
);
const SET_EMAIL = sql(
  'identity.identity-set-email',
  `update identity.identities set email = $3, email_verified = $4
   where issuer_key = $1 and sub = $2 and (email, email_verified) is distinct from ($3, $4)`,
);
const FOLLOW = sql(
  'identity.identity-follow',
  `update identity.identities set email = coalesce($3, email), email_verified = case when $3::text is null then email_verified else $4 end, display_name = $5, claims_at = $6
   where issuer_key = $1 and sub = $2`,
);
const MARK_ERASED = sql<IdentityRow>(
  'identity.identities-mark-erased',
  `update identity.identities set erased_at = $2, email = null, email_verified = false, display_name = null where member_id = $1 and erased_at is null returning ${COLUMNS}`,
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

  async insert(tx: Tx, { memberId, now, ...claims }: IdentityClaims & { memberId: string; now: Date }): Promise<void> {
    await tx.query(INSERT, [claims.issuerKey, claims.sub, memberId, claims.email, claims.emailVerified, now, claims.displayName, claims.claimsAt]);
  }

  /** Takes over what the issuer says now; an address it does not tell stays. */
  async follow(tx: Tx, claims: IdentityClaims): Promise<void> {
    await tx.query(FOLLOW, [claims.issuerKey, claims.sub, claims.email, claims.emailVerified, claims.displayName, claims.claimsAt]);
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
