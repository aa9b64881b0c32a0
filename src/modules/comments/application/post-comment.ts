import { Injectable } from '@nestjs/common';
import { Outbox } from '#libs/events';
import { AppError, Clock, idForCreated, requireMember, type RequestContext } from '#libs/kernel';
import { UnitOfWork } from '#libs/persistence';
import { commentPosted } from '../comments.events.js';
import { COMMENTS_CLOSED } from '../domain/comments.errors.js';
import { CommentsRepository } from '../infra/comments.repository.js';
import { CommentTargets } from './comment-targets.js';
import { CommentTexts } from './comment-texts.js';

export interface NewComment {
  targetType: string;
  targetId: string;
  body: string;
}

/** Comments on something the member can see. */
@Injectable()
export class PostComment {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly targets: CommentTargets,
    private readonly texts: CommentTexts,
    private readonly comments: CommentsRepository,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** @returns the comment's id. @throws RESOURCE.NOT_FOUND, COMMENTS.CLOSED */
  async execute(ctx: RequestContext, input: NewComment): Promise<string> {
    const author = requireMember(ctx);
    const target = await this.targets.require(ctx.actor, input.targetType, input.targetId);
    if (!target.canComment) throw new AppError(COMMENTS_CLOSED);
    const id = idForCreated(ctx);
    const createdAt = this.clock.now();
    const staged = await this.texts.stage(id, 1, input.body, createdAt);
    await this.uow.run(ctx, async (tx) => {
      const ref = { targetType: input.targetType, targetId: input.targetId, rootType: target.rootType, rootId: target.rootId };
      await Promise.all([
        staged.attach(tx),
        this.comments.insert(tx, { id, ...ref, authorId: author.id, createdAt }),
        this.outbox.add(tx, commentPosted.of(`${target.rootType}:${target.rootId}`, { commentId: id, ...ref, authorId: author.id })),
      ]);
      this.targets.of(input.targetType).commented(tx, input.targetId, 1);
    });
    return id;
  }
}
