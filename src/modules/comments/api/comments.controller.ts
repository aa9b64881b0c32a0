import { Body, Controller, Delete, Get, Param, Patch, Post, Put, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { Page } from '#libs/kernel';
import { Allow, Ctx, type HttpContext, Idempotency, IdParam, Limited, Public, Returns, tagWith } from '#libs/http';
import { ChangeComment } from '../application/change-comment.js';
import { CommentsQueries, type CommentView } from '../application/comments.queries.js';
import { PostComment } from '../application/post-comment.js';
import { commentsLimits } from '../comments.limits.js';
import { commentsPermissions } from '../comments.permissions.js';
import { CommentPageSchema, CommentSchema, CommentsQuery, CommentTargetQuery, CommentVotedSchema, CommentVoteSchema, NewCommentSchema, parseTarget } from './comments.schemas.js';

type IdOnly = z.output<typeof IdParam>;
type Body_ = z.output<typeof NewCommentSchema>;
type Voted = z.output<typeof CommentVotedSchema>;

@Controller('comments')
export class CommentsController {
  constructor(
    private readonly queries: CommentsQueries,
    private readonly postComment: PostComment,
    private readonly changeComment: ChangeComment,
    private readonly idempotency: Idempotency,
  ) {}

  @Get()
  @Public()
  @Returns(200, CommentPageSchema)
  list(@Ctx() ctx: HttpContext, @Query({ schema: CommentsQuery }) { target, ...paging }: z.output<typeof CommentsQuery>): Promise<Page<CommentView>> {
    return this.queries.list(ctx.actor, { ...parseTarget(target), ...paging });
  }

  @Post()
  @Allow(commentsPermissions.post)
  @Limited(commentsLimits.post)
  @Returns(201, CommentSchema)
  async post(
    @Ctx() ctx: HttpContext,
    @Query({ schema: CommentTargetQuery }) query: z.output<typeof CommentTargetQuery>,
    @Body({ schema: NewCommentSchema }) body: Body_,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CommentView> {
    const input = { ...parseTarget(query.target), ...body };
    const id = await this.idempotency.run(ctx, 'comments.post', input, (inner) => this.postComment.execute(inner, input));
    void reply.header('location', `/api/comments/${id}`);
    return this.show(ctx, { id }, reply);
  }

  @Get(':id')
  @Public()
  @Returns(200, CommentSchema)
  async show(@Ctx() ctx: HttpContext, @Param({ schema: IdParam }) { id }: IdOnly, @Res({ passthrough: true }) reply: FastifyReply): Promise<CommentView> {
    const { view, comment } = await this.queries.one(ctx.actor, id);
    tagWith(reply, comment.textVersion);
    return view;
  }

  @Patch(':id')
  @Allow(commentsPermissions.edit)
  @Returns(200, CommentSchema)
  async edit(@Ctx() ctx: HttpContext, @Param({ schema: IdParam }) { id }: IdOnly, @Body({ schema: NewCommentSchema }) { body }: Body_, @Res({ passthrough: true }) reply: FastifyReply): Promise<CommentView> {
    await this.changeComment.edit(ctx, id, body, ctx.ifMatch);
    return this.show(ctx, { id }, reply);
  }

  @Delete(':id')
  @Allow(commentsPermissions.edit)
  @Returns(204)
  async delete(@Ctx() ctx: HttpContext, @Param({ schema: IdParam }) { id }: IdOnly): Promise<void> {
    await this.changeComment.delete(ctx, id);
  }

  @Put(':id/vote')
  @Allow(commentsPermissions.vote)
  @Returns(200, CommentVotedSchema)
  async vote(@Ctx() ctx: HttpContext, @Param({ schema: IdParam }) { id }: IdOnly, @Body({ schema: CommentVoteSchema }) _vote: z.output<typeof CommentVoteSchema>): Promise<Voted> {
    return { score: await this.changeComment.vote(ctx, id, true), vote: 1 };
  }

  @Delete(':id/vote')
  @Allow(commentsPermissions.vote)
  @Returns(200, CommentVotedSchema)
  async unvote(@Ctx() ctx: HttpContext, @Param({ schema: IdParam }) { id }: IdOnly): Promise<Voted> {
    return { score: await this.changeComment.vote(ctx, id, false), vote: 0 };
  }
}
