import { Controller, Get, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { DocumentStore } from '#libs/documents';
import { AppError } from '#libs/kernel';
import { Ctx, decodeCursor, encodeCursor, GuestCached, type HttpContext, IdParam, LIST_KEYS, NOT_FOUND, Public, Returns } from '#libs/http';
import { VisibilityPolicy } from '#modules/visibility';
import { AnswerWriting } from '../application/answer-writing.js';
import type { QuestionSummaryView } from '../application/question-views.js';
import { SimilarQuestions } from '../application/similar-questions.js';
import { type Tag, TagsRepository } from '../infra/tags.repository.js';
import { PageQuery, QuestionListSchema, RevisionPageSchema, SimilarQuery, SimilarTitleQuery, TagPageSchema, TagParam, TagSchema, TagsQuery } from './questions.schemas.js';

type IdOnly = z.output<typeof IdParam>;
type TagView = z.output<typeof TagSchema>;

const TagCursor = z.tuple([z.number().int(), z.string()]);
const RevisionCursor = z.tuple([z.number().int()]);
const MOST_REVISIONS = 1000;

@Controller()
export class QuestionExtrasController {
  constructor(
    private readonly similarQuestions: SimilarQuestions,
    private readonly posts: AnswerWriting,
    private readonly documents: DocumentStore,
    private readonly tags: TagsRepository,
    private readonly visibility: VisibilityPolicy,
  ) {}

  @Get('questions/similar')
  @Public()
  @Returns(200, QuestionListSchema)
  async similarTo(@Ctx() ctx: HttpContext, @Query({ schema: SimilarTitleQuery }) query: z.output<typeof SimilarTitleQuery>): Promise<{ items: QuestionSummaryView[] }> {
    return { items: await this.similarQuestions.find(ctx.actor, query.title, query.limit) };
  }

  @Get('questions/:id/similar')
  @Public()
  @Returns(200, QuestionListSchema)
  async similar(@Ctx() ctx: HttpContext, @Param({ schema: IdParam }) { id }: IdOnly, @Query({ schema: SimilarQuery }) { limit }: z.output<typeof SimilarQuery>): Promise<{ items: QuestionSummaryView[] }> {
    const question = await this.posts.requireQuestion(ctx.actor, id);
    return { items: await this.similarQuestions.find(ctx.actor, question.title, limit, id) };
  }

  @Get('questions/:id/revisions')
  @Public()
  @Returns(200, RevisionPageSchema)
  async revisions(@Ctx() ctx: HttpContext, @Param({ schema: IdParam }) { id }: IdOnly, @Query({ schema: PageQuery }) page: z.output<typeof PageQuery>): Promise<z.output<typeof RevisionPageSchema>> {
    const question = await this.posts.requireQuestion(ctx.actor, id);
    const [before] = page.cursor === undefined ? [question.textVersion + 1] : decodeCursor(RevisionCursor, page.cursor);
    const versions = (await this.documents.versions('questions', id, MOST_REVISIONS)).filter((v) => v.version < before && v.version <= question.textVersion);
    const shown = versions.slice(0, page.limit);
    const items = shown.map(({ version, title, body, bodyHtml, createdAt }) => ({ version, title: title ?? null, body, bodyHtml, createdAt: createdAt.toISOString() }));
    return { items, nextCursor: versions.length > page.limit ? encodeCursor([shown.at(-1)!.version]) : null };
  }

  @Get('tags')
  @Public()
  @GuestCached(() => [...LIST_KEYS])
  @Returns(200, TagPageSchema)
  async listTags(@Ctx() ctx: HttpContext, @Query({ schema: TagsQuery }) query: z.output<typeof TagsQuery>): Promise<z.output<typeof TagPageSchema>> {
    const [count, slug] = query.cursor === undefined ? [] : decodeCursor(TagCursor, query.cursor);
    const rows = await this.tags.list(count !== undefined && slug !== undefined ? { count, slug } : undefined, query.limit + 1, query.q?.toLowerCase());
    const shown = rows.slice(0, query.limit);
    const last = shown.at(-1);
    const items = shown.map((tag) => this.present(ctx, tag)).filter((tag) => tag.questionCount > 0);
    return { items, nextCursor: rows.length > query.limit && last ? encodeCursor([last.questionCount, last.slug]) : null };
  }

  @Get('tags/:slug')
  @Public()
  @Returns(200, TagSchema)
  async tag(@Ctx() ctx: HttpContext, @Param({ schema: TagParam }) { slug }: z.output<typeof TagParam>): Promise<TagView> {
    const tag = await this.tags.find(slug);
    const view = tag && this.present(ctx, tag);
    if (!view || view.questionCount === 0) throw new AppError(NOT_FOUND);
    return view;
  }

  /** Guests count what guests can see. */
  private present(ctx: HttpContext, tag: Tag): TagView {
    const all = this.visibility.audiencesFor(ctx.actor).includes('members');
    return { slug: tag.slug, description: tag.description, questionCount: all ? tag.questionCount : tag.publicCount };
  }
}
