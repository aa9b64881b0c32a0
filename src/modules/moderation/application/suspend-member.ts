import { Injectable } from '@nestjs/common';
import { AppError, Clock, hasRole, requireMember, type RequestContext } from '#libs/kernel';
import { NOT_FOUND } from '#libs/http';
import { type Tx, UnitOfWork } from '#libs/persistence';
import { type Member, MembersFacade } from '#modules/users';
import { CANNOT_SUSPEND, UNTIL_PAST } from '../moderation.errors.js';
import { AuditTrail } from './audit-trail.js';

/**
 * Suspends members and lets them back in. The member row decides on every request, so sessions and tokens are refused from the commit on;
 * open live connections hear of it by member.state_changed.v1.
 */
@Injectable()
export class SuspendMember {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly members: MembersFacade,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** For good when `until` is null. @throws RESOURCE.NOT_FOUND, MODERATION.CANNOT_SUSPEND, MODERATION.UNTIL_PAST */
  async suspend(ctx: RequestContext, handle: string, input: { reason: string; until: Date | null }): Promise<Member> {
    const { reason, until } = input;
    if (until && until <= this.clock.now()) {
      throw new AppError(UNTIL_PAST, { errors: [{ pointer: '/until', code: 'past', message: 'must be in the future' }] });
    }
    const member = await this.target(ctx, handle);
    await this.uow.run(ctx, async (tx) => {
      if (!(await this.members.suspend(tx, ctx.actor, member.id, reason, until))) throw new AppError(NOT_FOUND);
      await this.note(ctx, tx, member, { action: 'user.suspend', reason, details: { until: until?.toISOString() ?? null } });
    });
    return { ...member, state: 'suspended', suspendedUntil: until };
  }

  /** Quiet for a member who is not suspended. @throws RESOURCE.NOT_FOUND */
  async restore(ctx: RequestContext, handle: string, reason: string): Promise<Member> {
    const member = await this.target(ctx, handle);
    if (member.state === 'active') return member;
    await this.uow.run(ctx, async (tx) => {
      if (!(await this.members.restore(tx, ctx.actor, member.id))) throw new AppError(NOT_FOUND);
      await this.note(ctx, tx, member, { action: 'user.restore', reason, details: {} });
    });
    return { ...member, state: 'active', suspendedUntil: null };
  }

  /** Only learners can be suspended, by somebody else who moderates: whoever moderates loses that role first. */
  private async target(ctx: RequestContext, handle: string): Promise<Member> {
    const moderator = requireMember(ctx);
    const member = await this.members.findByHandle(handle);
    if (!member) throw new AppError(NOT_FOUND);
    if (member.id === moderator.id || member.role !== 'learner' || !hasRole(moderator, 'moderator')) throw new AppError(CANNOT_SUSPEND);
    return member;
  }

  private async note(ctx: RequestContext, tx: Tx, member: Member, deed: { action: string; reason: string; details: Record<string, unknown> }): Promise<void> {
    await this.audit.note(ctx, tx, { ...deed, targetType: 'user', targetId: member.id });
  }
}
