import { Injectable } from '@nestjs/common';
import { SqlReader, sql, type Tx } from '#libs/persistence';

export interface SessionRow {
  id: string;
  memberId: string;
  kind: 'web' | 'app';
  issuerKey: string;
  oidcSid: string | null;
  refreshToken: Buffer | null;
  /** When an outside issuer last said that it stands. */
  confirmedAt: Date;
}

export interface ListedSession {
  id: string;
  ip: string | null;
  userAgent: string | null;
  createdAt: Date;
  lastSeenAt: Date;
}

export interface NewSession {
  id: string;
  kind: 'web' | 'app';
  memberId: string;
  secretHash: Buffer | null;
  issuerKey: string;
  sub: string;
  oidcSid: string | null;
  clientId: string | null;
  refreshToken: Buffer | null;
  refreshDueAt: Date | null;
  ip: string | null;
  userAgent: string | null;
  now: Date;
  idleExpiresAt: Date;
  expiresAt: Date;
}

const COLUMNS = 'id, member_id as "memberId", kind, issuer_key as "issuerKey", oidc_sid as "oidcSid", refresh_token as "refreshToken", coalesce(confirmed_at, created_at) as "confirmedAt"';

const INSERT = sql(
  'identity.session-insert',
  `insert into identity.sessions (id, kind, member_id, secret_hash, issuer_key, sub, oidc_sid, client_id, refresh_token, refresh_due_at,
     ip, user_agent, created_at, last_seen_at, idle_expires_at, expires_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, $14, $15)
   on conflict (issuer_key, oidc_sid) where kind = 'app' do nothing`,
);
const LIVE = sql<ListedSession>(
  'identity.sessions-live',
  `select id, ip, user_agent as "userAgent", created_at as "createdAt", last_seen_at as "lastSeenAt" from identity.sessions
   where member_id = $1 and revoked_at is null and expires_at > $2 and idle_expires_at > $2 order by last_seen_at desc, id limit 100`,
);
const BY_SECRET = sql<SessionRow>('identity.session-by-secret', `select ${COLUMNS} from identity.sessions where secret_hash = $1 and revoked_at is null`);
const REVOKED = sql<SessionRow>('identity.session-revoked', `select ${COLUMNS} from identity.sessions where id = $1 and revoked_at is not null`);
const TOUCH = sql(
  'identity.session-touch',
  `update identity.sessions set last_seen_at = $2, idle_expires_at = $3, ip = $4 where id = $1 and last_seen_at < $5`,
);
const CLAIM_REFRESH = sql<SessionRow>(
  'identity.session-claim-refresh',
  `update identity.sessions set refresh_due_at = $3 where id = $1 and refresh_due_at <= $2 and revoked_at is null returning ${COLUMNS}`,
);
const REFRESHED = sql(
  'identity.session-refreshed',
  'update identity.sessions set refresh_token = $2, refresh_due_at = $3, confirmed_at = $4 where id = $1 and revoked_at is null',
);
const REVOKE_ONE = sql<SessionRow>(
  'identity.session-revoke',
  `update identity.sessions set revoked_at = $2 where id = $1 and member_id = $3 and revoked_at is null returning ${COLUMNS}`,
);
const REVOKE_OTHERS = sql<SessionRow>(
  'identity.sessions-revoke-others',
  `update identity.sessions set revoked_at = $2 where member_id = $1 and revoked_at is null and id is distinct from $3 returning ${COLUMNS}`,
);
const REVOKE_SIDS = sql<SessionRow>(
  'identity.sessions-revoke-sids',
  `update identity.sessions set revoked_at = $3 where issuer_key = $1 and oidc_sid = any($2::text[]) and revoked_at is null returning ${COLUMNS}`,
);
const REVOKE_SUB = sql<SessionRow>(
  'identity.sessions-revoke-sub',
  `update identity.sessions set revoked_at = $3 where issuer_key = $1 and sub = $2 and revoked_at is null returning ${COLUMNS}`,
);
const END_SIDS = sql(
  'identity.sids-end',
  `insert into identity.ended_sign_ins (issuer_key, sid, ended_at) select $1, sid, $3 from unnest($2::text[]) sid on conflict do nothing`,
);
const DELETE_OF_MEMBER = sql('identity.sessions-delete-of-member', 'delete from identity.sessions where member_id = $1');
const PURGE = sql('identity.sessions-purge', 'delete from identity.sessions where expires_at < $1 or revoked_at < $1');
const PURGE_NOTICES = sql('identity.logout-notices-purge', 'delete from identity.logout_notices where expires_at < $1');
const PURGE_ENDED = sql('identity.ended-purge', 'delete from identity.ended_sign_ins where ended_at < $1');

/** Rows of sessions, of browsers (`web`) and of apps that hold tokens of their own (`app`). */
@Injectable()
export class SessionsRepository {
  constructor(private readonly reader: SqlReader) {}

  /** An app's session that is there already stays as it is. */
  async insert(tx: Tx, s: NewSession): Promise<void> {
    const who = [s.id, s.kind, s.memberId, s.secretHash, s.issuerKey, s.sub, s.oidcSid, s.clientId];
    await tx.query(INSERT, [...who, s.refreshToken, s.refreshDueAt, s.ip, s.userAgent, s.now, s.idleExpiresAt, s.expiresAt]);
  }

  /** Not revoked and not expired, the latest used first. */
  listLive(memberId: string, now: Date): Promise<ListedSession[]> {
    return this.reader.query(LIVE, [memberId, now]);
  }

  /** Also finds expired ones: they can still be logged out. */
  findBySecret(secretHash: Buffer): Promise<SessionRow | null> {
    return this.reader.one(BY_SECRET, [secretHash]);
  }

  findRevoked(id: string): Promise<SessionRow | null> {
    return this.reader.one(REVOKED, [id]);
  }

  /** Does nothing when another request did it since `seenBefore`. */
  async touch(tx: Tx, id: string, at: { now: Date; idleExpiresAt: Date; ip: string; seenBefore: Date }): Promise<void> {
    await tx.query(TOUCH, [id, at.now, at.idleExpiresAt, at.ip, at.seenBefore]);
  }

  /** The session, if its refresh is due and nobody else has taken it; others may try again at `retryAt`. */
  async claimRefresh(tx: Tx, id: string, now: Date, retryAt: Date): Promise<SessionRow | null> {
    return (await tx.query(CLAIM_REFRESH, [id, now, retryAt]))[0] ?? null;
  }

  async refreshed(tx: Tx, id: string, refreshToken: Buffer, at: { now: Date; dueAt: Date }): Promise<void> {
    await tx.query(REFRESHED, [id, refreshToken, at.dueAt, at.now]);
  }

  async revoke(tx: Tx, id: string, memberId: string, now: Date): Promise<SessionRow | null> {
    return (await tx.query(REVOKE_ONE, [id, now, memberId]))[0] ?? null;
  }

  /** All but one; all of them when it is null. */
  revokeOthers(tx: Tx, memberId: string, keptId: string | null, now: Date): Promise<SessionRow[]> {
    return tx.query(REVOKE_OTHERS, [memberId, now, keptId]);
  }

  revokeBySids(tx: Tx, issuerKey: string, sids: readonly string[], now: Date): Promise<SessionRow[]> {
    return tx.query(REVOKE_SIDS, [issuerKey, sids, now]);
  }

  revokeBySub(tx: Tx, issuerKey: string, sub: string, now: Date): Promise<SessionRow[]> {
    return tx.query(REVOKE_SUB, [issuerKey, sub, now]);
  }

  /** From now on access tokens with these sids are refused. */
  async endSids(tx: Tx, issuerKey: string, sids: readonly string[], now: Date): Promise<void> {
    if (sids.length > 0) await tx.query(END_SIDS, [issuerKey, sids, now]);
  }

  async deleteOfMember(tx: Tx, memberId: string): Promise<void> {
    await tx.query(DELETE_OF_MEMBER, [memberId]);
  }

  /** Forgets sessions that ended before `ended`, sids that ended before `sids`, and logout tokens that expired before then. */
  async purge(tx: Tx, before: { ended: Date; sids: Date }): Promise<void> {
    await tx.query(PURGE, [before.ended]);
    await tx.query(PURGE_ENDED, [before.sids]);
    await tx.query(PURGE_NOTICES, [before.sids]);
  }
}
