import type { Migration } from '#libs/persistence';

export const platformMigrations: Migration[] = [
  {
    id: '0080-platform-engines',
    up: `
      create schema if not exists platform;

      create table platform.active_engines (
        port text primary key,
        engine text not null,
        epoch int not null default 1,
        state text not null default 'settled' check (state in ('settled', 'moving')),
        target text,
        copies text[] not null default '{}',
        changed_at timestamptz not null default now(),
        check ((state = 'moving') = (target is not null))
      );
      comment on column platform.active_engines.epoch is 'counts the switches to another engine';
      comment on column platform.active_engines.copies is 'other engines that hold what this port keeps, whole or in part: erasing reaches them too';

      create function platform.tell_engines() returns trigger language plpgsql as $body$
      begin
        perform pg_notify('cairn_engines', '');
        return null;
      end $body$;
      create trigger active_engines_changed after insert or update on platform.active_engines
        for each statement execute function platform.tell_engines();

      -- A writer joins the epoch: until its transaction ends nobody can switch the engine. Each statement of a volatile function sees what is
      -- committed when it begins, so the row is the one after a switch that was waited for.
      create function platform.join_engine(wanted text) returns table (engine text, epoch int, state text) language plpgsql volatile as $body$
      begin
        perform pg_advisory_xact_lock_shared(hashtextextended('cairn engine ' || wanted, 0));
        return query select a.engine, a.epoch, a.state from platform.active_engines a where a.port = wanted;
      end $body$;

      create table platform.document_journal (
        position bigint generated always as identity primary key,
        collection text not null,
        id uuid not null,
        version int not null
      );
      comment on table platform.document_journal is 'versions committed while a move copies: it still has to copy these';

      create table platform.document_moves (
        id uuid primary key,
        source text not null,
        target text not null,
        state text not null default 'running' check (state in ('running', 'done', 'given-up')),
        copied jsonb not null default '{}',
        runs int not null default 0,
        report jsonb,
        started_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        finished_at timestamptz
      );
      create unique index document_moves_running on platform.document_moves ((true)) where state = 'running';
      comment on column platform.document_moves.copied is 'by collection: how many versions are copied, and up to which (null: all)';
    `,
  },
];
