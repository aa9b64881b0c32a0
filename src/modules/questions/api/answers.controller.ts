import { Body, Controller, Delete, Get, Param, Patch, Post, Put, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { RequestContext } from '#libs/kernel';
import { Allow, Ctx, GuestCached, type HttpContext, Idempotency, IdParam, Limited, PEOPLE_KEY, Public, Returns, tagWith } from '#libs/http';
import { CastVote } from '../application/cast-vote.js';
import { ChangeState } from '../application/change-state.js';
import { EditAnswer } from '../application/edit-answer.js';
import { PostAnswer } from '../application/post-answer.js';
import { QuestionReads } from '../application/question-reads.js';
import type { AnswerView } from '../application/question-views.js';
import { questionsLimits } from '../questions.limits.js';
import { questionsPermissions } from '../questions.permissions.js';
import { AnswerPageSchema, AnswerSchema, NewAnswerSchema, PageQuery, VotedSchema, VoteSchema } from './questions.schemas.js';

type IdOnly = z.output<typeof IdParam>;
type NewAnswer = z.output<typeof NewAnswerSchema>;
type Voted = z.output<typeof VotedSchema>;

@Controller()
export class AnswersController {
  constructor(
    private readonly reads: QuestionReads,
    private readonly postAnswer: PostAnswer,
    private readonly editAnswer: EditAnswer,
    private readonly castVote: CastVote,
    private readonly changeState: ChangeState,
    private readonly idempotency: Idempotency,
  ) {}

  @Get('questions/:id/answers')
  @Public()
  @GuestCached((request) => [`question:${(request.params as IdOnly).id}`, PEOPLE_KEY])
  @Returns(200, AnswerPageSchema)
  list(@Ctx() ctx: HttpContext, @Param({ schema: IdParam }) { id }: IdOnly, @Query({ schema: PageQuery }) page: z.output<typeof PageQuery>): Promise<{ items: AnswerView[]; nextCursor: string | null }> {
    return this.reads.answers(ctx, id, page);
  }

  @Post('questions/:id/answers')
  @Allow(questionsPermissions.answer)
  @Limited(questionsLimits.answer)
  @Returns(201, AnswerSchema)
  async post(@Ctx() ctx: HttpContext, @Param({ schema: IdParam }) { id: questionId }: IdOnly, @Body({ schema: NewAnswerSchema }) { body }: NewAnswer, @Res({ passthrough: true }) reply: FastifyReply): Promise<AnswerView> {
    const input = { questionId, body };
    const post = async (inner: RequestContext): Promise<AnswerView> => this.reads.posted(ctx, await this.postAnswer.execute(inner, input));
    const view = await this.idempotency.runOrRead(ctx, 'answers.post', input, post, (id) => this.reads.answer(ctx, id));
    void reply.header('location', `/api/answers/${view.id}`);
    tagWith(reply, view.version);
    return view;
  }

  @Get('answers/:id')
  @Public()
  @Returns(200, AnswerSchema)
  async show(@Ctx() ctx: HttpContext, @Param({ schema: IdParam }) { id }: IdOnly, @Res({ passthrough: true }) reply: FastifyReply): Promise<AnswerView> {
    const view = await this.reads.answer(ctx, id);
    tagWith(reply, view.version);
    return view;
  }

  @Patch('answers/:id')
  @Allow(questionsPermissions.edit)
  @Returns(200, AnswerSchema)
  async edit(@Ctx() ctx: HttpContext, @Param({ schema: IdParam }) { id }: IdOnly, @Body({ schema: NewAnswerSchema }) { body }: NewAnswer, @Res({ passthrough: true }) reply: FastifyReply): Promise<AnswerView> {
    await this.editAnswer.execute(ctx, id, body, ctx.ifMatch);
    return this.show(ctx, { id }, reply);
  }

  @Delete('answers/:id')
  @Allow(questionsPermissions.edit)
  @Returns(204)
  async delete(@Ctx() ctx: HttpContext, @Param({ schema: IdParam }) { id }: IdOnly): Promise<void> {
    await this.changeState.deleteAnswer(ctx, id);
  }

  @Put('answers/:id/vote')
  @Allow(questionsPermissions.vote)
  @Limited(questionsLimits.vote)
  @Returns(200, VotedSchema)
  async vote(@Ctx() ctx: HttpContext, @Param({ schema: IdParam }) { id }: IdOnly, @Body({ schema: VoteSchema }) { value }: z.output<typeof VoteSchema>): Promise<Voted> {
    return { score: await this.castVote.execute(ctx, { targetType: 'answer', targetId: id, value }), vote: value };
  }

  @Delete('answers/:id/vote')
  @Allow(questionsPermissions.vote)
  @Limited(questionsLimits.vote)
  @Returns(200, VotedSchema)
  async unvote(@Ctx() ctx: HttpContext, @Param({ schema: IdParam }) { id }: IdOnly): Promise<Voted> {
    return { score: await this.castVote.execute(ctx, { targetType: 'answer', targetId: id, value: 0 }), vote: 0 };
  }
}
