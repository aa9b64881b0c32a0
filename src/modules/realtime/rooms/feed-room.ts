import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { LoggedEvent } from '#libs/events';
import { type Actor, GUEST } from '#libs/kernel';
import type { LiveRoomKind, LiveRooms, LiveTarget } from '#libs/realtime';
import { QuestionsFacade } from '#modules/questions';
import { VisibilityPolicy } from '#modules/visibility';

const ROOM = 'feed';
const PUBLIC = 'feed/public';
const MEMBERS = 'feed/members';

/** The room `feed`: new questions, as far as the listener may see them. Guests and members listen to channels of their own. */
@Injectable()
export class FeedRoom implements LiveRoomKind {
  readonly name = ROOM;
  readonly pattern = ROOM;
  readonly description = 'New questions that you may see.';

  constructor(
    private readonly questions: QuestionsFacade,
    private readonly visibility: VisibilityPolicy,
  ) {}

  register(rooms: LiveRooms): void {
    rooms.addKind(this);
    rooms.addRoute({
      type: 'question.asked.v1',
      description: 'There is a new question.',
      schema: z.object({ questionId: z.string(), authorId: z.string() }),
      kinds: [this.name],
      targets: (event) => this.audienceOf(event),
    });
  }

  keyOf(room: string): string | null {
    return room === ROOM ? ROOM : null;
  }

  async mayJoin(actors: readonly Actor[]): Promise<boolean[]> {
    return actors.map(() => true);
  }

  channelFor(actor: Actor): string {
    return actor.kind === 'guest' ? PUBLIC : MEMBERS;
  }

  channelsOf(): string[] {
    return [PUBLIC, MEMBERS];
  }

  subjectsOf(): null {
    return null;
  }

  /** A question that was hidden meanwhile is announced to nobody. */
  private async audienceOf({ data }: LoggedEvent): Promise<LiveTarget[]> {
    const [question] = await this.questions.findQuestions([String(data.questionId)]);
    if (question?.state !== 'live') return [];
    const channels = this.visibility.canSee(GUEST, question) ? [PUBLIC, MEMBERS] : [MEMBERS];
    return channels.map((channel) => ({ room: ROOM, channel }));
  }
}
