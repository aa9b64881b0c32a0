import { Injectable } from '@nestjs/common';
import { Clock, type Role, type Scope } from '#libs/kernel';
import { CoalescedReads, SqlReader, sql, type Statement, type Tx } from '#libs/persistence';

/** The member behind a credential, as the row is at this moment. */
export interface CredentialMember {
  memberId: string;
  handle: string;
  role: Role;
  state: 'active' | 'suspended' | 'erased';
  suspendedUntil: Date | null;
  suspendedReason: string | null;
}

export interface SessionCredential extends CredentialMember {
  sessionId: string;
  lastSeenAt: Date;
  refreshDueAt: Date | null;
}

export interface BearerCredential extends CredentialMember {
  /** The sign-in behind the token was ended, by whomever. */
  hasEnded: boolean;
  sessionId: string | null;
  lastSeenAt: Date | null;
  /** When the token was made that role and name were last taken from. */
  claimsAt: Date | null;
}

export interface TokenCredential extends CredentialMember {
  tokenId: string;
  scopes: Scope[];
  lastUsedAt: Date | null;
}

const MEMBER = `m.id as "memberId", m.handle, m.role, m.state, m.suspended_until as "suspendedUntil", m.suspended_reason as "suspendedReason"`;

type Hashed<C> = C & { hash: string };

const BY_SESSION = sql<Hashed<SessionCredential>>(
  'identity.auth-session',
  `select encode(s.secret_hash, 'hex') as hash, s.id as "sessionId", s.last_seen_at as "lastSeenAt", s.refresh_due_at as "refreshDueAt", ${MEMBER}
   from identity.sessions s join users.members m on m.id = s.member_id
   where s.secret_hash = any($1::bytea[]) and s.revoked_at is null and s.expires_at > $2 and s.idle_expires_at > $2`,
);
const BY_BEARER = sql<BearerCredential>(
  'identity.auth-bearer',
  `select s.id as "sessionId", s.last_seen_at as "lastSeenAt", i.claims_at as "claimsAt", ${MEMBER},
     exists (select from identity.ended_sign_ins e where e.issuer_key = $1 and e.sid = $3) as "hasEnded"
   from identity.identities i join users.members m on m.id = i.member_id
   left join identity.sessions s on s.kind = 'app' and s.issuer_key = $1 and s.oidc_sid = $3
   where i.issuer_key = $1 and i.sub = $2`,
);
const BY_TOKEN = sql<Hashed<TokenCredential>>(
  'identity.auth-token',
  `select encode(t.secret_hash, 'hex') as hash, t.id as "tokenId", t.scopes, t.last_used_at as "lastUsedAt", ${MEMBER}
   from identity.personal_access_tokens t join users.members m on m.id = t.member_id
   where t.secret_hash = any($1::bytea[]) and (t.expires_at is null or t.expires_at > $2)`,
);
const TOKEN_USED = sql('identity.token-used', 'update identity.personal_access_tokens set last_used_at = $2 where id = $1 and (last_used_at is null or last_used_at < $3)');

/**
 * One prepared statement per kind of credential, joined with the member row: role and state are always those of now.
 * Requests of the same moment share it.
 */
@Injectable()
export class CredentialsRepository {
  private readonly sessions: CoalescedReads<string, SessionCredential>;
  private readonly tokens: CoalescedReads<string, TokenCredential>;

  constructor(
    private readonly reader: SqlReader,
    private readonly clock: Clock,
  ) {
    this.sessions = new CoalescedReads((hashes) => this.byHash(BY_SESSION, hashes));
    this.tokens = new CoalescedReads((hashes) => this.byHash(BY_TOKEN, hashes));
  }

  findSession(secretHash: Buffer): Promise<SessionCredential | null> {
    return this.sessions.one(secretHash.toString('hex'));
  }

  /** Null when nobody is linked to this outside identity yet. */
  findBearer(issuerKey: string, sub: string, sid: string | null): Promise<BearerCredential | null> {
    return this.reader.one(BY_BEARER, [issuerKey, sub, sid]);
  }

  findToken(secretHash: Buffer): Promise<TokenCredential | null> {
    return this.tokens.one(secretHash.toString('hex'));
  }

  async tokenUsed(tx: Tx, tokenId: string, at: { now: Date; usedBefore: Date }): Promise<void> {
    await tx.query(TOKEN_USED, [tokenId, at.now, at.usedBefore]);
  }

  private async byHash<C extends object>(statement: Statement<Hashed<C>>, hashes: readonly string[]): Promise<Map<string, C>> {
    const rows = await this.reader.query(statement, [hashes.map((hash) => Buffer.from(hash, 'hex')), this.clock.now()]);
    return new Map(rows.map((row) => [row.hash, row]));
  }
}
