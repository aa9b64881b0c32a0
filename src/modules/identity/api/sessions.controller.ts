import { Controller, Delete, Get, Param } from '@nestjs/common';
import type { z } from 'zod';
import { Allow, Ctx, type HttpContext, IdParam, permissionsOf, Public, Returns } from '#libs/http';
import { MemberCards } from '#modules/users';
import { identityPermissions } from '../identity.permissions.js';
import { EndSession } from '../sessions/end-session.js';
import { ListSessions } from '../sessions/list-sessions.js';
import { OwnSessionsSchema, SessionSchema } from './identity.schemas.js';

@Controller()
export class SessionsController {
  constructor(
    private readonly cards: MemberCards,
    private readonly sessions: ListSessions,
    private readonly end: EndSession,
  ) {}

  @Get('session')
  @Public()
  @Returns(200, SessionSchema)
  async show(@Ctx() ctx: HttpContext): Promise<z.output<typeof SessionSchema>> {
    if (ctx.actor.kind !== 'member') return { member: null };
    const card = (await this.cards.byIds([ctx.actor.id])).get(ctx.actor.id);
    return { member: card ? { ...card, permissions: permissionsOf(ctx.actor) } : null };
  }

  @Get('sessions')
  @Allow(identityPermissions.readSessions)
  @Returns(200, OwnSessionsSchema)
  async list(@Ctx() ctx: HttpContext): Promise<z.output<typeof OwnSessionsSchema>> {
    const items = await this.sessions.execute(ctx);
    return { items: items.map(({ createdAt, lastSeenAt, ...rest }) => ({ ...rest, createdAt: createdAt.toISOString(), lastSeenAt: lastSeenAt.toISOString() })) };
  }

  @Delete('sessions')
  @Allow(identityPermissions.endSessions)
  @Returns(204)
  async endOthers(@Ctx() ctx: HttpContext): Promise<void> {
    await this.end.others(ctx);
  }

  @Delete('sessions/:id')
  @Allow(identityPermissions.endSessions)
  @Returns(204)
  async endOne(@Ctx() ctx: HttpContext, @Param({ schema: IdParam }) { id }: z.output<typeof IdParam>): Promise<void> {
    await this.end.one(ctx, id);
  }
}
