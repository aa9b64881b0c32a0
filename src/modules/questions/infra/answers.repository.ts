import { Injectable } from '@nestjs/common';
import { SqlReader, sql, type Tx } from '#libs/persistence';
import type { ContentState } from '#modules/visibility';
import type { Answer } from '../domain/question.js';
import { ANSWER, exact } from './columns.js';

export type ListedAnswer = Answer & { sortAt: string };

/** Where a page of answers starts: after this one. */
export interface AnswerPosition {
  accepted: boolean;
  score: number;
  sortAt: string;
  id: string;
}

const BY_ID = sql<Answer>('answers.by-id', `select ${ANSWER} from questions.answers a where a.id = $1`);
const BY_IDS = sql<Answer>('answers.by-ids', `select ${ANSWER} from questions.answers a where a.id = any($1::uuid[])`);
const LOCK = sql<Answer>('answers.lock', `select ${ANSWER} from questions.answers a where a.id = $1 for no key update`);
const LIST = sql<ListedAnswer>(
  'answers.of-question',
  `select ${ANSWER}, ${exact('a.created_at')} as "sortAt" from questions.answers a
   where a.question_id = $1 and (a.state = any($2) or (a.state = 'hidden' and a.author_id = $3))
     and (not a.accepted, -a.score, a.created_at, a.id) > ($4::boolean, $5::int, $6::timestamptz, $7::uuid)
   order by (not a.accepted), (-a.score), a.created_at, a.id limit $8`,
);
const LIST_FIRST = sql<ListedAnswer>(
  'answers.of-question-first',
  `select ${ANSWER}, ${exact('a.created_at')} as "sortAt" from questions.answers a
   where a.question_id = $1 and (a.state = any($2) or (a.state = 'hidden' and a.author_id = $3))
   order by (not a.accepted), (-a.score), a.created_at, a.id limit $4`,
);
const INSERT = sql(
  'answers.insert',
  `insert into questions.answers (id, question_id, author_id, excerpt, created_at) values ($1, $2, $3, $4, $5)`,
);
const EDIT = sql(
  'answers.edit',
  `update questions.answers set excerpt = $2, text_version = $3, edited_at = $4, row_version = row_version + 1 where id = $1`,
);
const SET_STATE = sql('answers.set-state', `update questions.answers set state = $2, accepted = accepted and $2 = 'live', row_version = row_version + 1 where id = $1`);
// Comments are not indexed: the version stays.
const ADD_COMMENTS = sql('answers.add-comments', `update questions.answers set comment_count = comment_count + $2 where id = $1`);
const ADD_SCORE = sql<{ score: number }>(
  'answers.add-score',
  `update questions.answers set score = score + $2, row_version = row_version + 1 where id = $1 returning score`,
);
const SET_ACCEPTED = sql(
  'answers.set-accepted',
  `update questions.answers set accepted = $2, row_version = row_version + 1 where id = $1`,
);
const REFERENCED = sql<{ id: string; version: number }>('answers.referenced', `select id, text_version as version from questions.answers where id = any($1::uuid[])`);

/** Rows of answers. */
@Injectable()
export class AnswersRepository {
  constructor(private readonly reader: SqlReader) {}

  find(id: string): Promise<Answer | null> {
    return this.reader.one(BY_ID, [id]);
  }

  findMany(ids: readonly string[]): Promise<Answer[]> {
    return this.reader.query(BY_IDS, [ids]);
  }

  async lock(tx: Tx, id: string): Promise<Answer | null> {
    return (await tx.query(LOCK, [id]))[0] ?? null;
  }

  /** Answers in these states, and the viewer's own hidden ones: accepted first, then by score, then the oldest. */
  list(questionId: string, viewer: { states: readonly ContentState[]; viewerId: string | null }, start: AnswerPosition | undefined, limit: number): Promise<ListedAnswer[]> {
    const scope = [questionId, viewer.states, viewer.viewerId];
    if (!start) return this.reader.query(LIST_FIRST, [...scope, limit]);
    return this.reader.query(LIST, [...scope, !start.accepted, -start.score, start.sortAt, start.id, limit]);
  }

  async insert(tx: Tx, a: Pick<Answer, 'id' | 'questionId' | 'createdAt'> & { authorId: string; excerpt: string }): Promise<void> {
    await tx.query(INSERT, [a.id, a.questionId, a.authorId, a.excerpt, a.createdAt]);
  }

  /** The row must be locked. */
  async edit(tx: Tx, e: { id: string; excerpt: string; textVersion: number; editedAt: Date }): Promise<void> {
    await tx.query(EDIT, [e.id, e.excerpt, e.textVersion, e.editedAt]);
  }

  /** An answer that is no longer live is no longer accepted either. */
  async setState(tx: Tx, id: string, state: ContentState): Promise<void> {
    await tx.query(SET_STATE, [id, state]);
  }

  async addComments(tx: Tx, id: string, delta: number): Promise<void> {
    await tx.query(ADD_COMMENTS, [id, delta]);
  }

  async addScore(tx: Tx, id: string, delta: number): Promise<number> {
    return (await tx.query(ADD_SCORE, [id, delta]))[0]!.score;
  }

  async setAccepted(tx: Tx, id: string, accepted: boolean): Promise<void> {
    await tx.query(SET_ACCEPTED, [id, accepted]);
  }

  /** The version each of these rows shows. */
  async textVersions(ids: readonly string[]): Promise<Map<string, number>> {
    return new Map((await this.reader.query(REFERENCED, [ids])).map((row) => [row.id, row.version]));
  }
}
