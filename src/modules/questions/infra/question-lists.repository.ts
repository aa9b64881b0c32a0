import { Injectable } from '@nestjs/common';
import { SqlReader, sql, type Statement } from '#libs/persistence';
import type { Audience } from '#modules/visibility';
import type { Question } from '../domain/question.js';
import { exact, QUESTION } from './columns.js';

export type QuestionSort = 'new' | 'active' | 'score' | 'unanswered';

export type ListedQuestion = Question & { sortValue: string };

export interface QuestionListQuery {
  sort: QuestionSort;
  audiences: readonly Audience[];
  tags: readonly string[];
  excludedTags: readonly string[];
  authorId?: string;
  start?: { sortValue: string; id: string };
  limit: number;
}

interface Order {
  column: string;
  type: string;
  shown: string;
  where?: string;
}

const ORDERS: Record<QuestionSort, Order> = {
  new: { column: 'q.created_at', type: 'timestamptz', shown: exact('q.created_at') },
  active: { column: 'q.last_activity_at', type: 'timestamptz', shown: exact('q.last_activity_at') },
  score: { column: 'q.score', type: 'int', shown: 'q.score::text' },
  unanswered: { column: 'q.created_at', type: 'timestamptz', shown: exact('q.created_at'), where: 'q.answer_count = 0' },
};

const FILTERS = {
  tags: (n: number) => `q.tags @> $${n}::text[]`,
  excludedTags: (n: number) => `not q.tags && $${n}::text[]`,
  authorId: (n: number) => `q.author_id = $${n}::uuid`,
  start: (n: number, order: Order) => `(${order.column}, q.id) < ($${n}::${order.type}, $${n + 1}::uuid)`,
} as const;

type Filter = keyof typeof FILTERS;

/** One statement per sort and set of filters, so that each gets a plan of its own. */
function build(sort: QuestionSort, filters: readonly Filter[]): Statement<ListedQuestion> {
  const order = ORDERS[sort];
  const conditions = [`q.state = 'live'`, 'q.audience = any($1)', ...(order.where ? [order.where] : [])];
  let next = 3;
  for (const filter of filters) {
    conditions.push(FILTERS[filter](next, order));
    next += filter === 'start' ? 2 : 1;
  }
  return sql<ListedQuestion>(
    `questions.list.${[sort, ...filters].join('.')}`,
    `select ${QUESTION}, ${order.shown} as "sortValue" from questions.questions q where ${conditions.join(' and ')}
     order by ${order.column} desc, q.id desc limit $2`,
  );
}

function subsets(filters: readonly Filter[]): Filter[][] {
  const sets: Filter[][] = [[]];
  for (const filter of filters) sets.push(...sets.map((set) => [...set, filter]));
  return sets;
}

const STATEMENTS = new Map<string, Statement<ListedQuestion>>();
for (const sort of Object.keys(ORDERS) as QuestionSort[]) {
  for (const filters of subsets(Object.keys(FILTERS) as Filter[])) STATEMENTS.set([sort, ...filters].join('.'), build(sort, filters));
}

/** Keyset-paged lists of live questions. */
@Injectable()
export class QuestionListsRepository {
  constructor(private readonly reader: SqlReader) {}

  list(query: QuestionListQuery): Promise<ListedQuestion[]> {
    const names: string[] = [query.sort];
    const params: unknown[] = [query.audiences, query.limit];
    const use = (filter: Filter, ...values: unknown[]): void => {
      names.push(filter);
      params.push(...values);
    };
    if (query.tags.length > 0) use('tags', query.tags);
    if (query.excludedTags.length > 0) use('excludedTags', query.excludedTags);
    if (query.authorId !== undefined) use('authorId', query.authorId);
    if (query.start) use('start', query.start.sortValue, query.start.id);
    return this.reader.query(STATEMENTS.get(names.join('.'))!, params);
  }
}
