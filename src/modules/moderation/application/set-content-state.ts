import { Injectable } from '@nestjs/common';
import { AppError, type RequestContext } from '#libs/kernel';
import { NOT_FOUND } from '#libs/http';
import { type Tx, UnitOfWork } from '#libs/persistence';
import { ChangeComment } from '#modules/comments';
import { QuestionsFacade } from '#modules/questions';
import type { ContentState } from '#modules/visibility';
import { NOT_HIDEABLE } from '../moderation.errors.js';
import { AuditTrail } from './audit-trail.js';

export interface ContentTarget {
  type: 'question' | 'answer' | 'comment';
  id: string;
}

/** Hides content or brings it back, also what was deleted. Doing it twice is one deed. */
@Injectable()
export class SetContentState {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly posts: QuestionsFacade,
    private readonly comments: ChangeComment,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws RESOURCE.NOT_FOUND, MODERATION.NOT_HIDEABLE for what was deleted */
  async execute(ctx: RequestContext, target: ContentTarget, input: { state: 'hidden' | 'live'; reason: string }): Promise<void> {
    const { state, reason } = input;
    await this.uow.run(ctx, async (tx) => {
      const before = await this.change(ctx, tx, target, state);
      if (before === null) throw new AppError(NOT_FOUND);
      if (before === state) return;
      if (before === 'deleted' && state === 'hidden') throw new AppError(NOT_HIDEABLE);
      const action = `${target.type}.${state === 'hidden' ? 'hide' : 'restore'}`;
      await this.audit.note(ctx, tx, { action, targetType: target.type, targetId: target.id, reason, details: { from: before, to: state } });
    });
  }

  private change(ctx: RequestContext, tx: Tx, { type, id }: ContentTarget, state: ContentState): Promise<ContentState | null> {
    return type === 'comment' ? this.comments.setState(ctx, tx, id, state) : this.posts.setState(ctx, tx, { type, id }, state);
  }
}
