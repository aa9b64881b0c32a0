import type { Migration } from '#libs/persistence';

export const questionsMigrations: Migration[] = [
  {
    id: '0030-questions-base',
    up: `
      create schema if not exists questions;
      create table questions.questions (
        id uuid primary key,
        author_id uuid,
        author_name text,
        slug text not null,
        title text not null,
        excerpt text not null,
        tags text[] not null,
        audience text not null default 'public' check (audience in ('public', 'members')),
        state text not null default 'live' check (state in ('live', 'hidden', 'deleted', 'draft')),
        score int not null default 0,
        base_score int not null default 0,
        answer_count int not null default 0,
        comment_count int not null default 0,
        accepted_answer_id uuid,
        text_version int not null default 1,
        row_version int not null default 1,
        closed_at timestamptz,
        closed_reason text,
        created_at timestamptz not null,
        edited_at timestamptz,
        last_activity_at timestamptz not null,
        source jsonb
      ) with (fillfactor = 85);
      create index questions_new on questions.questions (created_at desc, id desc) where state = 'live';
      create index questions_active on questions.questions (last_activity_at desc, id desc) where state = 'live';
      create index questions_score on questions.questions (score desc, id desc) where state = 'live';
      create index questions_unanswered on questions.questions (created_at desc, id desc) where state = 'live' and answer_count = 0;
      create index questions_tags on questions.questions using gin (tags) where state = 'live';
      create index questions_author on questions.questions (author_id, created_at desc, id desc);
      create table questions.answers (
        id uuid primary key,
        question_id uuid not null references questions.questions,
        author_id uuid,
        author_name text,
        excerpt text not null,
        state text not null default 'live' check (state in ('live', 'hidden', 'deleted', 'draft')),
        accepted boolean not null default false,
        score int not null default 0,
        base_score int not null default 0,
        comment_count int not null default 0,
        text_version int not null default 1,
        row_version int not null default 1,
        created_at timestamptz not null,
        edited_at timestamptz,
        source jsonb
      ) with (fillfactor = 85);
      create index answers_of_question on questions.answers (question_id, (not accepted), (-score), created_at, id);
      create index answers_author on questions.answers (author_id, created_at desc, id desc);
      create table questions.votes (
        target_id uuid not null,
        member_id uuid not null,
        target_type text not null check (target_type in ('question', 'answer')),
        value smallint not null check (value in (-1, 1)),
        created_at timestamptz not null,
        primary key (target_id, member_id)
      );
      create table questions.tags (
        slug text primary key,
        description text not null default '',
        question_count int not null default 0,
        public_count int not null default 0,
        created_at timestamptz not null
      ) with (fillfactor = 70);
      create index tags_popular on questions.tags ((-question_count), slug);
    `,
  },
  {
    id: '0031-questions-public-tags',
    up: `create index tags_popular_public on questions.tags ((-public_count), slug) where public_count > 0;`,
  },
  {
    // Both are read for what is live only; the second serves the counts of a profile, without the rows themselves.
    id: '0032-questions-live-by-author',
    up: `
      drop index questions.questions_author;
      create index questions_author on questions.questions (author_id, created_at desc, id desc) where state = 'live';
      drop index questions.answers_author;
      create index answers_author on questions.answers (author_id, question_id) where state = 'live';
    `,
  },
  {
    id: '0033-questions-thread-version',
    up: `
      -- Counts what answers are found by of their question (title, tags, audience, state): it grows when they are indexed anew with it. Begins
      -- above every sum of two row versions, which answers were numbered by before, so that no index takes an older write for a newer one.
      alter table questions.questions add column thread_version bigint not null default 4294967296;
    `,
  },
  {
    id: '0034-questions-index-version',
    up: `
      -- Counts what a question itself is found by: edits, state, votes, and whether it has an answer, but not how many. A question that is
      -- answered all day is then not indexed all day. Begins above every row version, which questions were numbered by before.
      alter table questions.questions add column index_version bigint not null default 4294967296;
    `,
  },
];
