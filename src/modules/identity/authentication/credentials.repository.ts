import { Injectable } from '@nestjs/common';
import type { Role, Scope } from '#libs/kernel';
import { SqlReader, sql, type Tx } from '#libs/persistence';

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
}

export interface TokenCredential extends CredentialMember {
  tokenId: string;
  scopes: Scope[];
  lastUsedAt: Date | null;
}

const MEMBER = `m.id as "memberId", m.handle, m.role, m.state, m.suspended_until as "suspendedUntil", m.suspended_reason as "suspendedReason"`;

const BY_SESSION = sql<SessionCredential>(
  'identity.auth-session',
  `select s.id as "sessionId", s.last_seen_at as "lastSeenAt", s.refresh_due_at as "refreshDueAt", ${MEMBER}
   from identity.sessions s join users.members m on m.id = s.member_id
   where s.secret_hash = $1 and s.revoked_at is null and s.expires_at > $2 and s.idle_expires_at > $2`,
);
const BY_BEARER = sql<BearerCredential>(
  'identity.auth-bearer',
  `select s.id as "sessionId", s.last_seen_at as "lastSeenAt", ${MEMBER},
     exists (select from identity.ended_sign_ins e where e.issuer_key = $1 and e.sid = $3) as "hasEnded"
   from identity.identities i join users.members m on m.id = i.member_id
   left join identity.sessions s on s.kind = 'app' and s.issuer_key = $1 and s.oidc_sid = $3
   where i.issuer_key = $1 and i.sub = $2`,
);
const BY_TOKEN = sql<TokenCredential>(
  'identity.auth-token',
  `select t.id as "tokenId", t.scopes, t.last_used_at as "lastUsedAt", ${MEMBER}
   from identity.personal_access_tokens t join users.members m on m.id = t.member_id
   where t.secret_hash = $1 and (t.expires_at is null or t.expires_at > $2)`,
);
const TOKEN_USED = sql('identity.token-used', 'update identity.personal_access_tokens set last_used_at = $2 where id = $1 and (last_used_at is null or last_used_at < $3)');

/** One prepared statement per kind of credential, joined with the member row: role and state are always those of now. */
@Injectable()
export class CredentialsRepository {
  constructor(private readonly reader: SqlReader) {}

  findSession(secretHash: Buffer, now: Date): Promise<SessionCredential | null> {
    return this.reader.one(BY_SESSION, [secretHash, now]);
  }

  /** Null when nobody is linked to this outside identity yet. */
  findBearer(issuerKey: string, sub: string, sid: string | null): Promise<BearerCredential | null> {
    return this.reader.one(BY_BEARER, [issuerKey, sub, sid]);
  }

  findToken(secretHash: Buffer, now: Date): Promise<TokenCredential | null> {
    return this.reader.one(BY_TOKEN, [secretHash, now]);
  }

  async tokenUsed(tx: Tx, tokenId: string, at: { now: Date; usedBefore: Date }): Promise<void> {
    await tx.query(TOKEN_USED, [tokenId, at.now, at.usedBefore]);
  }
}
