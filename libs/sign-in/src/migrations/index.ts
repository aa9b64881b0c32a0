import type { Migration } from '#libs/persistence';

const schema: Migration = {
  id: '0001-sign-in-base',
  up: `
create schema if not exists sign_in;

create table sign_in.accounts (
  id uuid primary key,
  email text not null,
  password_hash text not null,
  email_verified_at timestamptz,
  handle text,
  display_name text,
  created_at timestamptz not null default now(),
  password_changed_at timestamptz not null default now(),
  constraint accounts_email_lower check (email = lower(email))
);
create unique index accounts_email on sign_in.accounts (email);
comment on column sign_in.accounts.handle is 'wished for at registration; the member row decides afterwards';

create table sign_in.lock_outs (
  subject bytea primary key,
  failed_count int not null,
  last_failed_at timestamptz not null,
  locked_until timestamptz
);
comment on table sign_in.lock_outs is 'wrong passwords by SHA-256 of the address tried, whether or not an account has it';
create index lock_outs_last_failed_at on sign_in.lock_outs (last_failed_at);

create table sign_in.mail_links (
  token_hash bytea primary key,
  account_id uuid not null references sign_in.accounts (id) on delete cascade,
  purpose text not null check (purpose in ('verify', 'reset')),
  expires_at timestamptz not null
);
create index mail_links_account on sign_in.mail_links (account_id, purpose);
create index mail_links_expires_at on sign_in.mail_links (expires_at);

create table sign_in.payloads (
  model text not null,
  id_hash bytea not null,
  payload bytea not null,
  uid_hash bytea,
  grant_hash bytea,
  account_id uuid,
  consumed_at timestamptz,
  expires_at timestamptz not null,
  primary key (model, id_hash)
);
comment on table sign_in.payloads is 'what oidc-provider keeps; ids are credentials and stored as SHA-256, payloads are sealed';
create index payloads_uid on sign_in.payloads (uid_hash) where uid_hash is not null;
create index payloads_grant on sign_in.payloads (grant_hash) where grant_hash is not null;
create index payloads_account on sign_in.payloads (account_id) where account_id is not null;
create index payloads_expires_at on sign_in.payloads (expires_at);

create table sign_in.signing_keys (
  kid text primary key,
  public_jwk jsonb not null,
  private_sealed bytea not null,
  created_at timestamptz not null,
  signs_from timestamptz not null,
  retired_at timestamptz
);
`,
};

/** Schema `sign_in`: accounts of the built-in issuer, its keys and what it keeps between requests. */
export const signInMigrations: Migration[] = [schema];
