import { Injectable } from '@nestjs/common';
import { CoalescedReads, SqlReader, sql, type Tx } from '#libs/persistence';
import type { Audience, ContentState } from '#modules/visibility';
import type { Question } from '../domain/question.js';
import { QUESTION } from './columns.js';

const BY_IDS = sql<Question>('questions.by-ids', `select ${QUESTION} from questions.questions q where q.id = any($1::uuid[])`);
const LOCK = sql<Question>('questions.lock', `select ${QUESTION} from questions.questions q where q.id = $1 for no key update`);
const INSERT = sql(
  'questions.insert',
  `insert into questions.questions (id, author_id, slug, title, excerpt, tags, audience, created_at, last_activity_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
);
// Every change of a row is counted; the search index goes by a count of its own (0034), its answers' entries by a third.
const CHANGED_WITH_ANSWERS = 'row_version = row_version + 1, index_version = index_version + 1, thread_version = thread_version + 1';
const EDIT = sql(
  'questions.edit',
  `update questions.questions set slug = $2, title = $3, excerpt = $4, tags = $5, audience = $6, text_version = $7, edited_at = $8,
   last_activity_at = $8, ${CHANGED_WITH_ANSWERS} where id = $1`,
);
const SET_STATE = sql(
  'questions.set-state',
  `update questions.questions set state = $2, ${CHANGED_WITH_ANSWERS} where id = $1`,
);
const ADD_ANSWER = sql(
  'questions.add-answer',
  `update questions.questions set answer_count = answer_count + 1, last_activity_at = $2, row_version = row_version + 1,
   index_version = index_version + case when answer_count = 0 then 1 else 0 end
   where id = $1 and state = 'live' and closed_at is null returning 1`,
);
// Comments are not indexed: the versions stay.
const ADD_COUNTS = sql(
  'questions.add-counts',
  `update questions.questions set answer_count = answer_count + $2, comment_count = comment_count + $3,
   row_version = row_version + case when $2 = 0 then 0 else 1 end,
   index_version = index_version + case when (answer_count > 0) = (answer_count + $2 > 0) then 0 else 1 end where id = $1`,
);
const ADD_SCORE = sql<{ score: number }>(
  'questions.add-score',
  `update questions.questions set score = score + $2, row_version = row_version + 1, index_version = index_version + 1
   where id = $1 returning score`,
);
const ACCEPT = sql(
  'questions.accept',
  `update questions.questions set accepted_answer_id = $2, row_version = row_version + 1 where id = $1`,
);
/** Stops at what a profile counts to: whoever has written thousands of answers costs as much as who has written one thousand. */
const COUNTS = sql<{ questionCount: number; answerCount: number }>(
  'questions.counts-of',
  `select (select count(*)::int from (select from questions.questions
       where author_id = $1 and state = 'live' and audience = any($2) limit $3) q) as "questionCount",
     (select count(*)::int from (select from questions.answers a join questions.questions q on q.id = a.question_id
       where a.author_id = $1 and a.state = 'live' and q.state = 'live' and q.audience = any($2) limit $3) a) as "answerCount"`,
);
const REFERENCED = sql<{ id: string; version: number }>('questions.referenced', `select id, text_version as version from questions.questions where id = any($1::uuid[])`);

export interface NewQuestionRow {
  id: string;
  authorId: string;
  slug: string;
  title: string;
  excerpt: string;
  tags: readonly string[];
  audience: Audience;
  createdAt: Date;
}

export interface QuestionEdit extends Omit<NewQuestionRow, 'authorId' | 'createdAt'> {
  textVersion: number;
  editedAt: Date;
}

/** Rows of questions. */
@Injectable()
export class QuestionsRepository {
  /** Every page of a question asks for its row: those of one moment share the statement. */
  private readonly byId: CoalescedReads<string, Question>;

  constructor(private readonly reader: SqlReader) {
    this.byId = new CoalescedReads(async (ids) => new Map((await this.findMany(ids)).map((row) => [row.id, row])));
  }

  find(id: string): Promise<Question | null> {
    return this.byId.one(id);
  }

  findMany(ids: readonly string[]): Promise<Question[]> {
    return this.reader.query(BY_IDS, [ids]);
  }

  async lock(tx: Tx, id: string): Promise<Question | null> {
    return (await tx.query(LOCK, [id]))[0] ?? null;
  }

  async insert(tx: Tx, row: NewQuestionRow): Promise<void> {
    await tx.query(INSERT, [row.id, row.authorId, row.slug, row.title, row.excerpt, row.tags, row.audience, row.createdAt]);
  }

  /** The row must be locked. */
  async edit(tx: Tx, e: QuestionEdit): Promise<void> {
    await tx.query(EDIT, [e.id, e.slug, e.title, e.excerpt, e.tags, e.audience, e.textVersion, e.editedAt]);
  }

  async setState(tx: Tx, id: string, state: ContentState): Promise<void> {
    await tx.query(SET_STATE, [id, state]);
  }

  /** Counts a new answer. @returns false when the question takes none (closed, hidden, gone) */
  async addAnswer(tx: Tx, id: string, at: Date): Promise<boolean> {
    return (await tx.query(ADD_ANSWER, [id, at])).length > 0;
  }

  async addCounts(tx: Tx, id: string, delta: { answers?: number; comments?: number }): Promise<void> {
    await tx.query(ADD_COUNTS, [id, delta.answers ?? 0, delta.comments ?? 0]);
  }

  async addScore(tx: Tx, id: string, delta: number): Promise<number> {
    return (await tx.query(ADD_SCORE, [id, delta]))[0]!.score;
  }

  async accept(tx: Tx, id: string, answerId: string | null): Promise<void> {
    await tx.query(ACCEPT, [id, answerId]);
  }

  /** @param most where counting stops */
  async countsOf(authorId: string, audiences: readonly Audience[], most: number): Promise<{ questionCount: number; answerCount: number }> {
    return (await this.reader.one(COUNTS, [authorId, audiences, most])) ?? { questionCount: 0, answerCount: 0 };
  }

  /** The version each of these rows shows. */
  async textVersions(ids: readonly string[]): Promise<Map<string, number>> {
    return new Map((await this.reader.query(REFERENCED, [ids])).map((row) => [row.id, row.version]));
  }
}
