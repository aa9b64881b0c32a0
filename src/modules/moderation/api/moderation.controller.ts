import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { z } from 'zod';
import { Allow, Ctx, CursorInstant, decodeCursor, type HttpContext, Id, IdParam, Returns, toPage } from '#libs/http';
import { MemberCards } from '#modules/users';
import { AuditTrail } from '../application/audit-trail.js';
import { type ContentTarget, SetContentState } from '../application/set-content-state.js';
import { SuspendMember } from '../application/suspend-member.js';
import { moderationPermissions } from '../moderation.permissions.js';
import {
  AuditPageSchema, AuditQuery, ContentStateSchema, ContentStateSetSchema, HandleParam, MemberStandingSchema, parseTarget, RestorationSchema, SuspensionSchema,
} from './moderation.schemas.js';

type IdOnly = z.output<typeof IdParam>;
type Handle = z.output<typeof HandleParam>;
type NewState = z.output<typeof ContentStateSchema>;
type StateSet = z.output<typeof ContentStateSetSchema>;
type Standing = z.output<typeof MemberStandingSchema>;

const Cursor = z.tuple([CursorInstant, Id]);

@Controller('admin')
export class ModerationController {
  constructor(
    private readonly contentState: SetContentState,
    private readonly suspendMember: SuspendMember,
    private readonly audit: AuditTrail,
    private readonly cards: MemberCards,
  ) {}

  @Put('questions/:id/state')
  @Allow(moderationPermissions.hide)
  @Returns(200, ContentStateSetSchema)
  setQuestionState(@Ctx() ctx: HttpContext, @Param({ schema: IdParam }) { id }: IdOnly, @Body({ schema: ContentStateSchema }) body: NewState): Promise<StateSet> {
    return this.setState(ctx, { type: 'question', id }, body);
  }

  @Put('answers/:id/state')
  @Allow(moderationPermissions.hide)
  @Returns(200, ContentStateSetSchema)
  setAnswerState(@Ctx() ctx: HttpContext, @Param({ schema: IdParam }) { id }: IdOnly, @Body({ schema: ContentStateSchema }) body: NewState): Promise<StateSet> {
    return this.setState(ctx, { type: 'answer', id }, body);
  }

  @Put('comments/:id/state')
  @Allow(moderationPermissions.hide)
  @Returns(200, ContentStateSetSchema)
  setCommentState(@Ctx() ctx: HttpContext, @Param({ schema: IdParam }) { id }: IdOnly, @Body({ schema: ContentStateSchema }) body: NewState): Promise<StateSet> {
    return this.setState(ctx, { type: 'comment', id }, body);
  }

  @Post('users/:handle/suspend')
  @Allow(moderationPermissions.suspend)
  @Returns(200, MemberStandingSchema)
  async suspend(@Ctx() ctx: HttpContext, @Param({ schema: HandleParam }) { handle }: Handle, @Body({ schema: SuspensionSchema }) body: z.output<typeof SuspensionSchema>): Promise<Standing> {
    const until = body.until === null ? null : new Date(body.until);
    await this.suspendMember.suspend(ctx, handle, { reason: body.reason, until });
    return { handle, state: 'suspended', until: until?.toISOString() ?? null };
  }

  @Post('users/:handle/restore')
  @Allow(moderationPermissions.suspend)
  @Returns(200, MemberStandingSchema)
  async restore(@Ctx() ctx: HttpContext, @Param({ schema: HandleParam }) { handle }: Handle, @Body({ schema: RestorationSchema }) body: z.output<typeof RestorationSchema>): Promise<Standing> {
    await this.suspendMember.restore(ctx, handle, body.reason ?? '');
    return { handle, state: 'active', until: null };
  }

  @Get('audit')
  @Allow(moderationPermissions.readAudit)
  @Returns(200, AuditPageSchema)
  async list(@Query({ schema: AuditQuery }) query: z.output<typeof AuditQuery>): Promise<z.output<typeof AuditPageSchema>> {
    const [sortAt, id] = query.cursor === undefined ? [] : decodeCursor(Cursor, query.cursor);
    const target = query.target === undefined ? undefined : parseTarget(query.target);
    const rows = await this.audit.list(sortAt && id ? { sortAt, id } : undefined, query.limit + 1, target);
    const cards = await this.cards.byIds(rows.map((row) => row.actorId));
    return toPage(rows, query.limit, (row) => [row.sortAt, row.id], (row) => ({
      id: row.id,
      actor: row.actorId === null ? null : this.cards.pick(cards, row.actorId, null),
      action: row.action,
      target: `${row.targetType}:${row.targetId}`,
      reason: row.reason,
      at: row.at.toISOString(),
    }));
  }

  private async setState(ctx: HttpContext, target: ContentTarget, body: NewState): Promise<StateSet> {
    await this.contentState.execute(ctx, target, body);
    return { id: target.id, state: body.state };
  }
}
