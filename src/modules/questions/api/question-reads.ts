import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { RequestContext } from '#libs/kernel';
import { decodeCursor, encodeCursor } from '#libs/http';
import { MembersFacade } from '#modules/users';
import { VisibilityPolicy } from '#modules/visibility';
import { AnswerWriting } from '../application/answer-writing.js';
import type { AnswerView, QuestionView } from '../application/question-views.js';
import { QuestionsQueries } from '../application/questions.queries.js';
import { AnswersRepository } from '../infra/answers.repository.js';
import { QuestionListsRepository } from '../infra/question-lists.repository.js';
import type { QuestionPageSchema, QuestionsQuery } from './questions.schemas.js';

const ListCursor = z.tuple([z.string(), z.uuid()]);
const AnswerCursor = z.tuple([z.boolean(), z.number().int(), z.string(), z.uuid()]);

type Listed = z.output<typeof QuestionPageSchema>;

/** Reads for the routes of questions and answers: cursors in, pages out. */
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

  async list(ctx: RequestContext, query: z.output<typeof QuestionsQuery>): Promise<Listed> {
    const author = query.author === undefined ? undefined : await this.members.findByHandle(query.author);
    if (author === null) return { items: [], nextCursor: null };
    const [sortValue, id] = query.cursor === undefined ? [] : decodeCursor(ListCursor, query.cursor);
    const rows = await this.lists.list({
      sort: query.sort,
      audiences: this.visibility.audiencesFor(ctx.actor),
      tags: query.tag.filter((tag) => !tag.startsWith('-')),
      excludedTags: query.tag.filter((tag) => tag.startsWith('-')).map((tag) => tag.slice(1)),
      authorId: author?.id,
      start: sortValue !== undefined && id !== undefined ? { sortValue, id } : undefined,
      limit: query.limit + 1,
    });
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    return { items: await this.queries.summaries(page), nextCursor: rows.length > query.limit && last ? encodeCursor([last.sortValue, last.id]) : null };
  }

  async question(ctx: RequestContext, id: string): Promise<QuestionView> {
    return this.queries.question(ctx.actor, await this.posts.requireQuestion(ctx.actor, id));
  }

  async answer(ctx: RequestContext, id: string): Promise<AnswerView> {
    const { answer, question } = await this.posts.requireAnswer(ctx.actor, id);
    return (await this.queries.answers(ctx.actor, question, [answer]))[0]!;
  }

  async answers(ctx: RequestContext, questionId: string, page: { limit: number; cursor?: string }): Promise<{ items: AnswerView[]; nextCursor: string | null }> {
    const question = await this.posts.requireQuestion(ctx.actor, questionId);
    const [accepted, score, sortAt, id] = page.cursor === undefined ? [] : decodeCursor(AnswerCursor, page.cursor);
    const start = accepted !== undefined && score !== undefined && sortAt !== undefined && id !== undefined ? { accepted, score, sortAt, id } : undefined;
    const filter = this.visibility.filterFor(ctx.actor);
    const rows = await this.answersRows.list(questionId, filter, start, page.limit + 1);
    const shown = rows.slice(0, page.limit);
    const last = shown.at(-1);
    const nextCursor = rows.length > page.limit && last ? encodeCursor([last.accepted, last.score, last.sortAt, last.id]) : null;
    return { items: await this.queries.answers(ctx.actor, question, shown), nextCursor };
  }
}
