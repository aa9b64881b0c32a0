import type { Migration } from '#libs/persistence';

export const commentsMigrations: Migration[] = [
  {
    id: '0020-comments-comments',
    up: `
      create schema if not exists comments;
      create table comments.comments (
        id uuid primary key,
        target_type text not null,
        target_id uuid not null,
        root_type text not null,
        root_id uuid not null,
        author_id uuid,
        author_name text,
        state text not null default 'live' check (state in ('live', 'hidden', 'deleted', 'draft')),
        score int not null default 0,
        base_score int not null default 0,
        text_version int not null default 1,
        row_version int not null default 1,
        created_at timestamptz not null,
        edited_at timestamptz,
        source jsonb
      ) with (fillfactor = 90);
      create index comments_of_target on comments.comments (target_id, created_at, id) where state = 'live';
      create index comments_of_author on comments.comments (author_id, created_at desc);
      create table comments.votes (
        target_id uuid not null references comments.comments on delete cascade,
        member_id uuid not null,
        created_at timestamptz not null,
        primary key (target_id, member_id)
      );
    `,
  },
];
