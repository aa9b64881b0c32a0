import { Controller, Get, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Ctx, type HttpContext, Limited, Public, Returns } from '#libs/http';
import { FindThings, type Found } from '../application/find-things.js';
import { SuggestThings } from '../application/suggest-things.js';
import { searchLimits } from '../search.limits.js';
import { SearchPageSchema, SearchQuerySchema, SuggestionsSchema, SuggestQuerySchema } from './search.schemas.js';

@Controller('search')
export class SearchController {
  constructor(
    private readonly findThings: FindThings,
    private readonly suggestThings: SuggestThings,
  ) {}

  @Get()
  @Public()
  @Limited(searchLimits.search)
  @Returns(200, SearchPageSchema)
  find(@Ctx() ctx: HttpContext, @Query({ schema: SearchQuerySchema }) query: z.output<typeof SearchQuerySchema>): Promise<Found> {
    const { q, type, tag, sort, limit, cursor } = query;
    return this.findThings.execute(ctx.actor, { q, types: type, tags: tag, sort, limit, cursor });
  }

  @Get('suggest')
  @Public()
  @Limited(searchLimits.suggest)
  @Returns(200, SuggestionsSchema)
  async suggest(@Ctx() ctx: HttpContext, @Query({ schema: SuggestQuerySchema }) { q }: z.output<typeof SuggestQuerySchema>): Promise<z.output<typeof SuggestionsSchema>> {
    return { items: await this.suggestThings.execute(ctx.actor, q) };
  }
}
