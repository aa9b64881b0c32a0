import { Injectable } from '@nestjs/common';
import { Outbox } from '#libs/events';
import { type Actor, AppError, Clock, requireMember, type RequestContext } from '#libs/kernel';
import { NOT_FOUND, requireVersion } from '#libs/http';
import { type Tx, UnitOfWork } from '#libs/persistence';
import type { ContentState } from '#modules/visibility';
import { commentEdited, commentStateChanged } from '../comments.events.js';
import type { Comment } from '../domain/comment.js';
import { commentOperations, type CommentOperations } from '../domain/comment.policy.js';
import { COMMENT_CHANGED, COMMENT_NOT_YOURS } from '../domain/comments.errors.js';
import { CommentsRepository } from '../infra/comments.repository.js';
import { CommentTargets } from './comment-targets.js';
import { CommentTexts } from './comment-texts.js';

type Operation = keyof CommentOperations;

/** Edits, deletes, hides and votes on one comment. */
@Injectable()
export class ChangeComment {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly targets: CommentTargets,
    private readonly texts: CommentTexts,
    private readonly comments: CommentsRepository,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  async edit(ctx: RequestContext, id: string, body: string, ifMatch?: string): Promise<void> {
    const editor = requireMember(ctx);
    const comment = await this.require(ctx.actor, id, 'canEdit');
    requireVersion(ifMatch, comment.textVersion);
    const version = comment.textVersion + 1;
    const staged = await this.texts.stage(id, version, body, this.clock.now());
    await this.uow.run(ctx, async (tx) => {
      await staged.attach(tx);
      const locked = await this.comments.lock(tx, id);
      if (locked?.state !== 'live' || locked.textVersion !== comment.textVersion) throw new AppError(COMMENT_CHANGED);
      await this.comments.edit(tx, id, version, this.clock.now());
      await this.outbox.add(tx, commentEdited.of(`${comment.rootType}:${comment.rootId}`, { ...refOf(comment), editorId: editor.id }));
      this.targets.of(comment.targetType).commented(tx, comment.targetId, 0);
    });
  }

  async delete(ctx: RequestContext, id: string): Promise<void> {
    await this.require(ctx.actor, id, 'canDelete');
    await this.uow.run(ctx, (tx) => this.setState(ctx, tx, id, 'deleted'));
  }

  /** Moves a comment to another state inside the caller's unit of work. @returns the state before, or null when there is no such comment */
  async setState(ctx: RequestContext, tx: Tx, id: string, to: ContentState): Promise<ContentState | null> {
    const comment = await this.comments.lock(tx, id);
    if (!comment) return null;
    if (comment.state === to) return to;
    await this.comments.setState(tx, id, to);
    const delta = Number(to === 'live') - Number(comment.state === 'live');
    this.targets.of(comment.targetType).commented(tx, comment.targetId, delta);
    const actorId = ctx.actor.kind === 'member' ? ctx.actor.id : null;
    await this.outbox.add(tx, commentStateChanged.of(`${comment.rootType}:${comment.rootId}`, { ...refOf(comment), from: comment.state, to, actorId }));
    return comment.state;
  }

  /** @returns the score afterwards */
  async vote(ctx: RequestContext, id: string, up: boolean): Promise<number> {
    const voter = requireMember(ctx);
    await this.require(ctx.actor, id, 'canVote');
    return this.uow.run(ctx, async (tx) => {
      const comment = await this.comments.lock(tx, id);
      if (!comment) throw new AppError(NOT_FOUND);
      this.targets.of(comment.targetType).commented(tx, comment.targetId, 0);
      return this.comments.vote(tx, comment, voter.id, up, this.clock.now());
    });
  }

  private async require(actor: Actor, id: string, operation: Operation): Promise<Comment> {
    const comment = await this.comments.find(id);
    if (!comment || comment.state !== 'live') throw new AppError(NOT_FOUND);
    await this.targets.require(actor, comment.targetType, comment.targetId);
    if (!commentOperations(actor, comment, this.clock.now())[operation]) throw new AppError(COMMENT_NOT_YOURS);
    return comment;
  }
}

function refOf(comment: Comment): { commentId: string; targetType: string; targetId: string; rootType: string; rootId: string } {
  const { id, targetType, targetId, rootType, rootId } = comment;
  return { commentId: id, targetType, targetId, rootType, rootId };
}
