import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Page, RequestContext } from '#libs/kernel';
import { CursorInstant, CursorInt, decodeCursor, encodeCursor, Id } from '#libs/http';
import { MembersFacade } from '#modules/users';
import { VisibilityPolicy } from '#modules/visibility';
import { normaliseTag } from '../domain/slug.js';
import { type AnswerPosition, AnswersRepository } from '../infra/answers.repository.js';
import { QuestionListsRepository, type QuestionSort } from '../infra/question-lists.repository.js';
import { AnswerWriting } from './answer-writing.js';
import type { PostedAnswer } from './post-answer.js';
import type { AnswerView, QuestionSummaryView, QuestionView } from './question-views.js';
import { QuestionsQueries } from './questions.queries.js';

export interface Paging {
  limit: number;
  cursor?: string;
}

export interface QuestionListInput extends Paging {
  sort: QuestionSort;
  /** All of them; `-slug` is one that must be absent. */
  tag: readonly string[];
  /** A handle. */
  author?: string;
}

const Score = z.string().regex(/^-?\d{1,9}$/);
/** A cursor names its order: in another one its value would mean nothing. */
const QuestionCursor = z.union([
  z.tuple([z.enum(['active', 'new', 'unanswered']), CursorInstant, Id]),
  z.tuple([z.literal('score'), Score, Id]),
]);
const AnswerCursor = z.tuple([z.boolean(), CursorInt, CursorInstant, Id]);

function questionStart(sort: QuestionSort, cursor: string | undefined): { sortValue: string; id: string } | undefined {
  if (cursor === undefined) return undefined;
  const [, sortValue, id] = decodeCursor(QuestionCursor.refine(([order]) => order === sort), cursor);
  return { sortValue, id };
}

function answerStart(cursor: string | undefined): AnswerPosition | undefined {
  if (cursor === undefined) return undefined;
  const [accepted, score, sortAt, id] = decodeCursor(AnswerCursor, cursor);
  return { accepted, score, sortAt, id };
}

function tagsOf(list: readonly string[]): string[] {
  return list.map((tag) => normaliseTag(tag) ?? tag);
}

/** Reads questions and answers as this viewer may see them: cursors in, pages out. */
@Injectable()
export class QuestionReads {
  constructor(
    private readonly lists: QuestionListsRepository,
    private readonly answersRows: AnswersRepository,
    private readonly queries: QuestionsQueries,
    private readonly posts: AnswerWriting,
    private readonly members: MembersFacade,
    private readonly visibility: VisibilityPolicy,
  ) {}

  async list(ctx: RequestContext, input: QuestionListInput): Promise<Page<QuestionSummaryView>> {
    const start = questionStart(input.sort, input.cursor);
    const author = input.author === undefined ? undefined : await this.members.findByHandle(input.author);
    if (author === null) return { items: [], nextCursor: null };
    const rows = await this.lists.list({
      sort: input.sort,
      audiences: this.visibility.audiencesFor(ctx.actor),
      tags: tagsOf(input.tag.filter((tag) => !tag.startsWith('-'))),
      excludedTags: tagsOf(input.tag.filter((tag) => tag.startsWith('-')).map((tag) => tag.slice(1))),
      authorId: author?.id,
      start,
      limit: input.limit + 1,
    });
    const page = rows.slice(0, input.limit);
    const last = page.at(-1);
    return { items: await this.queries.summaries(page), nextCursor: rows.length > input.limit && last ? encodeCursor([input.sort, last.sortValue, last.id]) : null };
  }

  async question(ctx: RequestContext, id: string): Promise<QuestionView> {
    return this.queries.question(ctx.actor, await this.posts.requireQuestion(ctx.actor, id));
  }

  async answer(ctx: RequestContext, id: string): Promise<AnswerView> {
    const { answer, question } = await this.posts.requireAnswer(ctx.actor, id);
    return (await this.queries.answers(ctx.actor, question, [answer]))[0]!;
  }

  /** As `answer` would read it. */
  posted(ctx: RequestContext, posted: PostedAnswer): Promise<AnswerView> {
    return this.queries.posted(ctx.actor, posted);
  }

  /** Accepted first, then by score, then the oldest. */
  async answers(ctx: RequestContext, questionId: string, input: Paging): Promise<Page<AnswerView>> {
    const start = answerStart(input.cursor);
    const [question, rows] = await Promise.all([
      this.posts.requireQuestion(ctx.actor, questionId),
      this.answersRows.list(questionId, this.visibility.filterFor(ctx.actor), start, input.limit + 1),
    ]);
    const shown = rows.slice(0, input.limit);
    const last = shown.at(-1);
    const nextCursor = rows.length > input.limit && last ? encodeCursor([last.accepted, last.score, last.sortAt, last.id]) : null;
    return { items: await this.queries.answers(ctx.actor, question, shown), nextCursor };
  }
}
