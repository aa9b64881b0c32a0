import type { Migration } from '#libs/persistence';

export const identityMigrations: Migration[] = [
  {
    id: '0011-identity-base',
    up: `
      create schema if not exists identity;

      create table identity.identities (
        issuer_key text not null,
        sub text not null,
        member_id uuid not null,
        email text,
        email_verified boolean not null default false,
        created_at timestamptz not null,
        erased_at timestamptz,
        primary key (issuer_key, sub)
      );
      create index identities_member on identity.identities (member_id);
      comment on column identity.identities.erased_at is 'kept for a day after erasure, so that a token still in flight makes no new member';

      create table identity.sessions (
        id uuid primary key,
        kind text not null check (kind in ('web', 'app')),
        member_id uuid not null,
        secret_hash bytea,
        issuer_key text not null,
        sub text not null,
        oidc_sid text,
        client_id text,
        refresh_token bytea,
        refresh_due_at timestamptz,
        ip text,
        user_agent text,
        created_at timestamptz not null,
        last_seen_at timestamptz not null,
        idle_expires_at timestamptz not null,
        expires_at timestamptz not null,
        revoked_at timestamptz,
        check ((kind = 'web') = (secret_hash is not null)),
        check (kind = 'web' or oidc_sid is not null)
      ) with (fillfactor = 80);
      create unique index sessions_secret on identity.sessions (secret_hash) where secret_hash is not null;
      create unique index sessions_app on identity.sessions (issuer_key, oidc_sid) where kind = 'app';
      create index sessions_sid on identity.sessions (issuer_key, oidc_sid) where oidc_sid is not null;
      create index sessions_member on identity.sessions (member_id, last_seen_at desc) where revoked_at is null;
      create index sessions_expires_at on identity.sessions (expires_at);
      comment on column identity.sessions.refresh_token is 'sealed; never leaves the server';

      create table identity.ended_sign_ins (
        issuer_key text not null,
        sid text not null,
        ended_at timestamptz not null,
        primary key (issuer_key, sid)
      );
      create index ended_sign_ins_age on identity.ended_sign_ins (ended_at);
      comment on table identity.ended_sign_ins is 'sids whose access tokens are refused although they have not expired';

      create table identity.personal_access_tokens (
        id uuid primary key,
        member_id uuid not null,
        name text not null,
        secret_hash bytea not null,
        scopes text[] not null check (scopes <@ array['read', 'write', 'moderate', 'admin'] and cardinality(scopes) > 0),
        created_at timestamptz not null,
        expires_at timestamptz,
        last_used_at timestamptz
      );
      create unique index personal_access_tokens_secret on identity.personal_access_tokens (secret_hash);
      create index personal_access_tokens_member on identity.personal_access_tokens (member_id, created_at desc);

      create table identity.pending_log_ins (
        state_hash bytea primary key,
        browser_hash bytea not null,
        sealed bytea not null,
        expires_at timestamptz not null
      );
      create index pending_log_ins_expires_at on identity.pending_log_ins (expires_at);
      comment on column identity.pending_log_ins.sealed is 'PKCE verifier, nonce and where to go afterwards';
    `,
  },
  {
    id: '0012-identity-outside-issuer',
    up: `
      alter table identity.identities add column display_name text, add column claims_at timestamptz;
      comment on column identity.identities.display_name is 'as the issuer last told it: a member''s own change stays until the issuer''s changes, too';
      comment on column identity.identities.claims_at is 'when the token was made that role, name and address were last taken from';

      alter table identity.sessions add column confirmed_at timestamptz;
      comment on column identity.sessions.confirmed_at is 'when an outside issuer last said that the session stands; null: when it was opened';

      create table identity.logout_notices (
        issuer_key text not null,
        jti text not null,
        expires_at timestamptz not null,
        primary key (issuer_key, jti)
      );
      create index logout_notices_expires_at on identity.logout_notices (expires_at);
      comment on table identity.logout_notices is 'logout tokens that were taken: none is taken twice';
    `,
  },
];
