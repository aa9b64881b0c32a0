import { Body, Controller, Delete, Get, Param, Patch, Post, Put, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Allow, Ctx, GuestCached, type HttpContext, Idempotency, IdParam, Limited, LIST_KEYS, PEOPLE_KEY, Public, Returns, tagWith } from '#libs/http';
import { QuestionReads } from '../application/question-reads.js';
import type { QuestionView } from '../application/question-views.js';
import { questionsLimits } from '../questions.limits.js';
import { questionsPermissions } from '../questions.permissions.js';
import { QuestionCommands } from './question-commands.js';
import { AcceptSchema, NewQuestionSchema, QuestionChangeSchema, QuestionPageSchema, QuestionSchema, QuestionsQuery, VotedSchema, VoteSchema } from './questions.schemas.js';

type IdOnly = z.output<typeof IdParam>;
type Listed = z.output<typeof QuestionPageSchema>;
type Voted = z.output<typeof VotedSchema>;

@Controller('questions')
export class QuestionsController {
  constructor(
    private readonly reads: QuestionReads,
    private readonly commands: QuestionCommands,
    private readonly idempotency: Idempotency,
  ) {}

  @Get()
  @Public()
  @GuestCached(() => [...LIST_KEYS, PEOPLE_KEY])
  @Returns(200, QuestionPageSchema)
  list(@Ctx() ctx: HttpContext, @Query({ schema: QuestionsQuery }) query: z.output<typeof QuestionsQuery>): Promise<Listed> {
    return this.reads.list(ctx, query);
  }

  @Post()
  @Allow(questionsPermissions.ask)
  @Limited(questionsLimits.ask)
  @Returns(201, QuestionSchema)
  async ask(@Ctx() ctx: HttpContext, @Body({ schema: NewQuestionSchema }) body: z.output<typeof NewQuestionSchema>, @Res({ passthrough: true }) reply: FastifyReply): Promise<QuestionView> {
    const id = await this.idempotency.run(ctx, 'questions.ask', body, (inner) => this.commands.ask.execute(inner, body));
    void reply.header('location', `/api/questions/${id}`);
    return this.show(ctx, { id }, reply);
  }

  @Get(':id')
  @Public()
  @GuestCached((request) => [`question:${(request.params as IdOnly).id}`, PEOPLE_KEY])
  @Returns(200, QuestionSchema)
  async show(@Ctx() ctx: HttpContext, @Param({ schema: IdParam }) { id }: IdOnly, @Res({ passthrough: true }) reply: FastifyReply): Promise<QuestionView> {
    const view = await this.reads.question(ctx, id);
    tagWith(reply, view.version);
    return view;
  }

  @Patch(':id')
  @Allow(questionsPermissions.edit)
  @Returns(200, QuestionSchema)
  async edit(
    @Ctx() ctx: HttpContext,
    @Param({ schema: IdParam }) { id }: IdOnly,
    @Body({ schema: QuestionChangeSchema }) change: z.output<typeof QuestionChangeSchema>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<QuestionView> {
    await this.commands.edit.execute(ctx, id, change, ctx.ifMatch);
    return this.show(ctx, { id }, reply);
  }

  @Delete(':id')
  @Allow(questionsPermissions.edit)
  @Returns(204)
  async delete(@Ctx() ctx: HttpContext, @Param({ schema: IdParam }) { id }: IdOnly): Promise<void> {
    await this.commands.state.deleteQuestion(ctx, id);
  }

  @Put(':id/vote')
  @Allow(questionsPermissions.vote)
  @Limited(questionsLimits.vote)
  @Returns(200, VotedSchema)
  async vote(@Ctx() ctx: HttpContext, @Param({ schema: IdParam }) { id }: IdOnly, @Body({ schema: VoteSchema }) { value }: z.output<typeof VoteSchema>): Promise<Voted> {
    return { score: await this.commands.vote.execute(ctx, { targetType: 'question', targetId: id, value }), vote: value };
  }

  @Delete(':id/vote')
  @Allow(questionsPermissions.vote)
  @Limited(questionsLimits.vote)
  @Returns(200, VotedSchema)
  async unvote(@Ctx() ctx: HttpContext, @Param({ schema: IdParam }) { id }: IdOnly): Promise<Voted> {
    return { score: await this.commands.vote.execute(ctx, { targetType: 'question', targetId: id, value: 0 }), vote: 0 };
  }

  @Put(':id/accepted-answer')
  @Allow(questionsPermissions.accept)
  @Returns(200, QuestionSchema)
  async accept(@Ctx() ctx: HttpContext, @Param({ schema: IdParam }) { id }: IdOnly, @Body({ schema: AcceptSchema }) { answerId }: z.output<typeof AcceptSchema>, @Res({ passthrough: true }) reply: FastifyReply): Promise<QuestionView> {
    await this.commands.accept.execute(ctx, id, answerId);
    return this.show(ctx, { id }, reply);
  }

  @Delete(':id/accepted-answer')
  @Allow(questionsPermissions.accept)
  @Returns(200, QuestionSchema)
  async unaccept(@Ctx() ctx: HttpContext, @Param({ schema: IdParam }) { id }: IdOnly, @Res({ passthrough: true }) reply: FastifyReply): Promise<QuestionView> {
    await this.commands.accept.execute(ctx, id, null);
    return this.show(ctx, { id }, reply);
  }
}
