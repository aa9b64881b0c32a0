import type { Migration } from '#libs/persistence';

export const moderationMigrations: Migration[] = [
  {
    id: '0050-moderation-audit',
    up: `
      create schema if not exists moderation;
      create table moderation.audit (
        id uuid primary key,
        actor_id uuid,
        action text not null,
        target_type text not null,
        target_id uuid not null,
        reason text not null,
        details jsonb not null default '{}',
        at timestamptz not null
      );
      create index audit_newest on moderation.audit (at desc, id desc);
      create index audit_of_target on moderation.audit (target_type, target_id, at desc, id desc);
      -- What was done stays written down, whoever asks.
      create function moderation.refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception 'moderation.audit is append-only';
      end $$;
      create trigger audit_is_append_only before update or delete on moderation.audit for each row execute function moderation.refuse_change();
      create trigger audit_is_never_emptied before truncate on moderation.audit for each statement execute function moderation.refuse_change();
    `,
  },
];
