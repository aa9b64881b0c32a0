import type { Migration } from '../migrator.js';

/** Extensions, and the tables of the unit of work itself. */
export const persistenceMigrations: Migration[] = [
  {
    id: '0001-persistence-base',
    up: `
      create extension if not exists pg_trgm with schema public;
      create extension if not exists unaccent with schema public;
      create schema if not exists http;
      create table http.idempotency_keys (
        member_id uuid not null,
        route text not null,
        key text not null,
        body_hash bytea not null,
        created_id uuid not null,
        created_at timestamptz not null default now(),
        primary key (member_id, route, key)
      );
      create index idempotency_keys_age on http.idempotency_keys (created_at);
      create table http.page_versions (
        key text primary key,
        version bigint not null
      ) with (fillfactor = 70);
    `,
  },
];
