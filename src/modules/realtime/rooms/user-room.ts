import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { type Actor, AppError, type Role, SIGN_IN_REQUIRED } from '#libs/kernel';
import type { LiveRoomKind, LiveRooms } from '#libs/realtime';

const ROOM = 'user';
const PREFIX = 'user:';

/** The room `user`: what concerns oneself. It is a different one for every member, and nobody can name another's. */
@Injectable()
export class UserRoom implements LiveRoomKind {
  readonly name = ROOM;
  readonly pattern = ROOM;
  readonly description = 'What concerns you: your profile, your role. Needs a session or a token.';

  register(rooms: LiveRooms): void {
    rooms.addKind(this);
    const routes: [string, string, z.ZodType<Record<string, unknown>>][] = [
      ['member.updated.v1', 'Your profile was changed.', z.object({ memberId: z.string() })],
      ['member.role_changed.v1', 'Your role was changed.', z.object({ memberId: z.string(), role: z.string() })],
    ];
    for (const [type, description, schema] of routes) {
      rooms.addRoute({ type, description, schema, kinds: [this.name], targets: ({ data }) => [{ room: ROOM, channel: PREFIX + String(data.memberId) }] });
    }
    this.control(rooms);
  }

  keyOf(room: string, actor: Actor): string | null {
    if (room !== ROOM) return null;
    return actor.kind === 'member' ? actor.id : '';
  }

  async mayJoin(actors: readonly Actor[], id: string): Promise<boolean[]> {
    if (id === '') throw new AppError(SIGN_IN_REQUIRED);
    return actors.map((actor) => actor.kind === 'member' && actor.id === id);
  }

  channelFor(_actor: Actor, id: string): string {
    return PREFIX + id;
  }

  channelsOf(id: string): string[] {
    return [PREFIX + id];
  }

  subjectsOf(id: string): string[] {
    return [PREFIX + id];
  }

  /** What ends a member's connections, or changes what they may see. */
  private control(rooms: LiveRooms): void {
    rooms.addControl('session.revoked.v1', ({ data }, connected) => connected.endMember(String(data.memberId), data.sessionId as string | null));
    rooms.addControl('member.state_changed.v1', ({ data }, connected) => {
      if (data.to !== 'active') connected.endMember(String(data.memberId));
    });
    rooms.addControl('member.role_changed.v1', async ({ data }, connected) => {
      const memberId = String(data.memberId);
      connected.changeActor(memberId, { role: data.role as Role });
      await connected.checkMember(memberId);
    });
  }
}
