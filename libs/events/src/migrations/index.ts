import type { Migration } from '#libs/persistence';

/** The outbox, the ordered log, its head and the cursors of its readers. */
export const eventsMigrations: Migration[] = [
  {
    id: '0001-events-log',
    up: `
      create schema if not exists events;
      create table events.outbox (
        position bigint generated always as identity primary key,
        id uuid not null,
        kind text not null check (kind in ('event', 'job')),
        type text not null,
        subject text not null,
        data jsonb not null,
        at timestamptz not null default clock_timestamp()
      ) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
              autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 20000);
      create index outbox_jobs on events.outbox (position) where kind = 'job';
      create table events.log (
        seq bigint primary key,
        id uuid not null unique,
        type text not null,
        subject text not null,
        data jsonb not null,
        at timestamptz not null
      );
      create index log_subject on events.log (subject, seq);
      create table events.head (
        only_row boolean primary key default true check (only_row),
        seq bigint not null
      ) with (fillfactor = 50);
      insert into events.head (seq) values (0);
      create table events.cursors (
        subscriber text primary key,
        seq bigint not null,
        updated_at timestamptz not null default now()
      ) with (fillfactor = 50);
    `,
  },
];
