import type { Migration } from '#libs/persistence';

export const importsMigrations: Migration[] = [
  {
    id: '0060-imports-sources',
    up: `
      create schema if not exists imports;
      create table imports.sites (
        site text primary key,
        url text,
        is_primary boolean not null,
        state text not null check (state in ('running', 'done')),
        started_at timestamptz not null,
        finished_at timestamptz
      );
      create unique index sites_primary on imports.sites (is_primary) where is_primary;
      create table imports.sources (
        site text not null,
        kind text not null check (kind in ('user', 'question', 'answer', 'comment')),
        source_id bigint not null,
        entity_id uuid not null,
        parent_id uuid,
        content_hash bytea not null,
        text_hash bytea,
        primary key (site, kind, source_id)
      );
      create unlogged table imports.history (
        site text not null,
        post_id bigint not null,
        id bigint not null,
        type smallint not null,
        revision text not null,
        at timestamptz not null,
        text text not null,
        comment text,
        primary key (site, post_id, id)
      );
    `,
  },
];
