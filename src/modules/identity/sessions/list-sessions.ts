import { Injectable } from '@nestjs/common';
import { Clock, type RequestContext, requireMember } from '#libs/kernel';
import { type ListedSession, SessionsRepository } from './sessions.repository.js';

/** Where the caller is signed in: browsers and apps, the latest used first. */
@Injectable()
export class ListSessions {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly clock: Clock,
  ) {}

  async execute(ctx: RequestContext): Promise<(ListedSession & { current: boolean })[]> {
    const member = requireMember(ctx);
    const rows = await this.sessions.listLive(member.id, this.clock.now());
    return rows.map((row) => ({ ...row, current: row.id === member.sessionId }));
  }
}
