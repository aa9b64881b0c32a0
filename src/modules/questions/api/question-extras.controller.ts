import { Controller, Get, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import type { Page } from '#libs/kernel';
import { Ctx, GuestCached, type HttpContext, IdParam, LIST_KEYS, Public, Returns } from '#libs/http';
import type { QuestionSummaryView } from '../application/question-views.js';
import { RevisionsQueries, type RevisionView } from '../application/revisions.queries.js';
import { SimilarQuestions } from '../application/similar-questions.js';
import { TagsQueries, type TagView } from '../application/tags.queries.js';
import { PageQuery, QuestionListSchema, RevisionPageSchema, SimilarQuery, SimilarTitleQuery, TagPageSchema, TagParam, TagSchema, TagsQuery } from './questions.schemas.js';

type IdOnly = z.output<typeof IdParam>;

@Controller()
export class QuestionExtrasController {
  constructor(
    private readonly similarQuestions: SimilarQuestions,
    private readonly revisionsQueries: RevisionsQueries,
    private readonly tags: TagsQueries,
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
    return { items: await this.similarQuestions.of(ctx.actor, id, limit) };
  }

  @Get('questions/:id/revisions')
  @Public()
  @Returns(200, RevisionPageSchema)
  revisions(@Ctx() ctx: HttpContext, @Param({ schema: IdParam }) { id }: IdOnly, @Query({ schema: PageQuery }) page: z.output<typeof PageQuery>): Promise<Page<RevisionView>> {
    return this.revisionsQueries.list(ctx, id, page);
  }

  @Get('tags')
  @Public()
  @GuestCached(() => [...LIST_KEYS])
  @Returns(200, TagPageSchema)
  listTags(@Ctx() ctx: HttpContext, @Query({ schema: TagsQuery }) query: z.output<typeof TagsQuery>): Promise<Page<TagView>> {
    return this.tags.list(ctx.actor, query);
  }

  @Get('tags/:slug')
  @Public()
  @Returns(200, TagSchema)
  tag(@Ctx() ctx: HttpContext, @Param({ schema: TagParam }) { slug }: z.output<typeof TagParam>): Promise<TagView> {
    return this.tags.one(ctx.actor, slug);
  }
}
