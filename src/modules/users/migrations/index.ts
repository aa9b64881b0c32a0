import type { Migration } from '#libs/persistence';

export const usersMigrations: Migration[] = [
  {
    id: '0010-users-members',
    up: `
      create schema if not exists users;
      create table users.members (
        id uuid primary key,
        handle text not null,
        display_name text not null,
        bio text not null default '',
        bio_html text not null default '',
        location text not null default '',
        website text not null default '',
        role text not null default 'learner' check (role in ('learner', 'moderator', 'admin')),
        state text not null default 'active' check (state in ('active', 'suspended', 'erased')),
        suspended_until timestamptz,
        suspended_reason text,
        row_version int not null default 1,
        follower_count int not null default 0,
        following_count int not null default 0,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        source jsonb,
        constraint members_handle unique (handle)
      ) with (fillfactor = 85);
      create index members_newest on users.members (created_at desc, id desc) where state <> 'erased';
      create index members_handle_trgm on users.members using gin ((handle || ' ' || lower(display_name)) gin_trgm_ops) where state <> 'erased';
      create table users.follows (
        follower_id uuid not null references users.members on delete cascade,
        member_id uuid not null references users.members on delete cascade,
        created_at timestamptz not null,
        primary key (follower_id, member_id),
        check (follower_id <> member_id)
      );
      create index follows_of on users.follows (member_id, created_at desc, follower_id desc);
      create index follows_by on users.follows (follower_id, created_at desc, member_id desc);
    `,
  },
];
