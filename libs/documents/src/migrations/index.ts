import type { Migration } from '#libs/persistence';

export const documentsMigrations: Migration[] = [
  {
    id: '0002-documents-versions',
    up: `
      create schema if not exists documents;
      create table documents.versions (
        collection text not null,
        id uuid not null,
        version int not null check (version >= 1),
        title text,
        body text not null,
        body_html text not null,
        created_at timestamptz not null,
        primary key (collection, id, version)
      );
      create index versions_age on documents.versions (collection, created_at);
    `,
  },
  {
    // By which the sweep goes: created_at of an imported version is as old as at its source.
    id: '0003-documents-staged-at',
    up: `alter table documents.versions add column staged_at timestamptz not null default now()`,
  },
];
