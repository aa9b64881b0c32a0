import { Injectable } from '@nestjs/common';
import { sql, type Tx } from '#libs/persistence';
import type { Source } from '#modules/users';
import type { Audience } from '#modules/visibility';

interface BulkPost {
  id: string;
  authorId: string | null;
  authorName: string | null;
  excerpt: string;
  baseScore: number;
  createdAt: Date;
  editedAt: Date | null;
  textVersion: number;
  source: Source | null;
}

export interface BulkQuestion extends BulkPost {
  slug: string;
  title: string;
  tags: string[];
  audience: Audience;
  closedAt: Date | null;
  closedReason: string | null;
  lastActivityAt: Date;
}

export interface BulkAnswer extends BulkPost {
  questionId: string;
  accepted: boolean;
}

export interface BulkTag {
  slug: string;
  description: string;
  createdAt: Date;
}

export interface BulkVote {
  targetType: 'question' | 'answer';
  targetId: string;
  memberId: string;
  value: 1 | -1;
  createdAt: Date;
}

const QUESTIONS = sql(
  'questions.bulk-insert',
  `insert into questions.questions as q (id, author_id, author_name, slug, title, excerpt, tags, audience, base_score, score, text_version,
     closed_at, closed_reason, created_at, edited_at, last_activity_at, source)
   select t.id, t.author_id, t.author_name, t.slug, t.title, t.excerpt, array(select jsonb_array_elements_text(t.tags)), t.audience, t.base_score, t.base_score,
     t.text_version, t.closed_at, t.closed_reason, t.created_at, t.edited_at, t.last_activity_at, t.source
   from jsonb_to_recordset($1::jsonb) as t(id uuid, author_id uuid, author_name text, slug text, title text, excerpt text, tags jsonb, audience text,
     base_score int, text_version int, closed_at timestamptz, closed_reason text, created_at timestamptz, edited_at timestamptz,
     last_activity_at timestamptz, source jsonb)
   on conflict (id) do update set base_score = excluded.base_score, score = q.score - q.base_score + excluded.base_score,
     author_id = coalesce(q.author_id, excluded.author_id), author_name = excluded.author_name, source = excluded.source,
     closed_at = excluded.closed_at, closed_reason = excluded.closed_reason, row_version = q.row_version + 1,
     index_version = q.index_version + 1`,
);
const ANSWERS = sql(
  'answers.bulk-insert',
  `insert into questions.answers as a (id, question_id, author_id, author_name, excerpt, accepted, base_score, score, text_version, created_at, edited_at, source)
   select t.id, t.question_id, t.author_id, t.author_name, t.excerpt, t.accepted, t.base_score, t.base_score, t.text_version, t.created_at, t.edited_at, t.source
   from jsonb_to_recordset($1::jsonb) as t(id uuid, question_id uuid, author_id uuid, author_name text, excerpt text, accepted boolean,
     base_score int, text_version int, created_at timestamptz, edited_at timestamptz, source jsonb)
   on conflict (id) do update set base_score = excluded.base_score, score = a.score - a.base_score + excluded.base_score,
     author_id = coalesce(a.author_id, excluded.author_id), author_name = excluded.author_name, source = excluded.source, row_version = a.row_version + 1`,
);
const TAGS = sql(
  'tags.bulk-insert',
  `insert into questions.tags (slug, description, created_at) select * from unnest($1::text[], $2::text[], $3::timestamptz[]) on conflict (slug) do nothing`,
);
const VOTES = sql(
  'questions.bulk-votes',
  `with cast_now as (
     insert into questions.votes (target_type, target_id, member_id, value, created_at)
     select * from unnest($1::text[], $2::uuid[], $3::uuid[], $4::smallint[], $5::timestamptz[]) on conflict (target_id, member_id) do nothing
     returning target_type, target_id, value),
   sums as (select target_type, target_id, sum(value)::int as value from cast_now group by 1, 2),
   on_questions as (
     update questions.questions q set score = q.score + s.value, row_version = q.row_version + 1, index_version = q.index_version + 1
     from sums s where s.target_type = 'question' and q.id = s.target_id)
   update questions.answers a set score = a.score + s.value, row_version = a.row_version + 1 from sums s where s.target_type = 'answer' and a.id = s.target_id`,
);
const RECOUNT_QUESTIONS = sql(
  'questions.recount',
  `update questions.questions q set answer_count = c.answers, comment_count = c.comments, accepted_answer_id = c.accepted,
     row_version = q.row_version + 1, index_version = q.index_version + 1
   from (select q2.id,
       (select count(*)::int from questions.answers a where a.question_id = q2.id and a.state = 'live') as answers,
       coalesce(($2::jsonb ->> q2.id::text)::int, q2.comment_count) as comments,
       (select a.id from questions.answers a where a.question_id = q2.id and a.accepted and a.state = 'live' limit 1) as accepted
     from questions.questions q2 where q2.id = any($1::uuid[])) c
   where q.id = c.id`,
);
const RECOUNT_ANSWERS = sql(
  'answers.recount',
  `update questions.answers a set comment_count = coalesce(($2::jsonb ->> a.id::text)::int, a.comment_count) where a.id = any($1::uuid[])`,
);
const RECOUNT_TAGS = sql(
  'tags.recount',
  `update questions.tags t set question_count = coalesce(c.all_count, 0), public_count = coalesce(c.public_count, 0)
   from questions.tags t2 left join (
     select tag, count(*)::int as all_count, count(*) filter (where audience = 'public')::int as public_count
     from questions.questions q, unnest(q.tags) as tag where q.state = 'live' group by tag) c on c.tag = t2.slug
   where t.slug = t2.slug and (t.question_count, t.public_count) is distinct from (coalesce(c.all_count, 0), coalesce(c.public_count, 0))`,
);

function snakeCase(row: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`), value]));
}

/** Writes many posts at once, for imports and the demo: no events; a second run never touches our own votes and edits. Call the recounts at the end. */
@Injectable()
export class QuestionsBulk {
  async insertQuestions(tx: Tx, rows: readonly BulkQuestion[]): Promise<void> {
    await tx.query(QUESTIONS, [JSON.stringify(rows.map(snakeCase))]);
  }

  async insertAnswers(tx: Tx, rows: readonly BulkAnswer[]): Promise<void> {
    await tx.query(ANSWERS, [JSON.stringify(rows.map(snakeCase))]);
  }

  async insertTags(tx: Tx, rows: readonly BulkTag[]): Promise<void> {
    await tx.query(TAGS, [rows.map((row) => row.slug), rows.map((row) => row.description), rows.map((row) => row.createdAt)]);
  }

  /** Votes of our own members; the posts must be there. A second vote of the same member on the same post is left out. */
  async insertVotes(tx: Tx, rows: readonly BulkVote[]): Promise<void> {
    const column = <K extends keyof BulkVote>(key: K): BulkVote[K][] => rows.map((row) => row[key]);
    await tx.query(VOTES, [column('targetType'), column('targetId'), column('memberId'), column('value'), column('createdAt')]);
  }

  /** Sets answer counts, accepted answers and, where given by target id, comment counts. */
  async recount(tx: Tx, questionIds: readonly string[], answerIds: readonly string[], comments: Readonly<Record<string, number>>): Promise<void> {
    await tx.query(RECOUNT_QUESTIONS, [questionIds, JSON.stringify(comments)]);
    await tx.query(RECOUNT_ANSWERS, [answerIds, JSON.stringify(comments)]);
  }

  async recountTags(tx: Tx): Promise<void> {
    await tx.query(RECOUNT_TAGS);
  }
}
