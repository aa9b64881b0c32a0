import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { LoggedEvent } from '#libs/events';
import { type Actor, isId } from '#libs/kernel';
import type { LiveRoomKind, LiveRooms, LiveTarget } from '#libs/realtime';
import { QuestionsFacade } from '#modules/questions';
import { VisibilityPolicy } from '#modules/visibility';

const PREFIX = 'question:';
const question = { questionId: z.string() };
const answer = { ...question, answerId: z.string() };
const comment = { commentId: z.string(), targetType: z.string(), targetId: z.string(), rootType: z.string(), rootId: z.string() };
const change = { from: z.string(), to: z.string() };

/** What leaves the server of each event. Who voted, and which moderator acted, stays here. */
const ROUTES: [type: string, description: string, schema: z.ZodType<Record<string, unknown>>][] = [
  ['question.edited.v1', 'The question was edited.', z.object(question)],
  ['question.state_changed.v1', 'The question was hidden, deleted or restored.', z.object({ ...question, ...change })],
  ['answer.posted.v1', 'There is a new answer.', z.object({ ...answer, authorId: z.string() })],
  ['answer.edited.v1', 'An answer was edited.', z.object(answer)],
  ['answer.state_changed.v1', 'An answer was hidden, deleted or restored.', z.object({ ...answer, ...change })],
  ['answer.accepted.v1', 'An answer was accepted.', z.object(answer)],
  ['answer.unaccepted.v1', 'An answer is no longer accepted.', z.object(answer)],
  ['vote.cast.v1', 'Somebody voted: the score changed by value - previous.', z.object({ ...question, targetType: z.string(), targetId: z.string(), value: z.number(), previous: z.number() })],
  ['comment.posted.v1', 'There is a new comment on the question or one of its answers.', z.object({ ...comment, authorId: z.string() })],
  ['comment.edited.v1', 'A comment was edited.', z.object(comment)],
  ['comment.state_changed.v1', 'A comment was hidden, deleted or restored.', z.object({ ...comment, ...change })],
];

/** Everything on a question's page has the page as its subject (libs/events), and the subject is the room. */
function pageOf({ subject }: LoggedEvent): LiveTarget[] {
  return subject.startsWith(PREFIX) ? [{ room: subject, channel: subject }] : [];
}

/** Rooms `question:{id}`: open to whoever may see the question. */
@Injectable()
export class QuestionRooms implements LiveRoomKind {
  readonly name = 'question';
  readonly pattern = 'question:{id}';
  readonly description = 'Everything that happens on the page of a question: answers, comments, votes.';

  constructor(
    private readonly questions: QuestionsFacade,
    private readonly visibility: VisibilityPolicy,
  ) {}

  register(rooms: LiveRooms): void {
    rooms.addKind(this);
    for (const [type, description, schema] of ROUTES) rooms.addRoute({ type, description, schema, kinds: [this.name], targets: pageOf });
    // An edit may change the audience.
    for (const type of ['question.edited.v1', 'question.state_changed.v1']) {
      rooms.addControl(type, ({ data }, connected) => connected.checkRoom(this.name, String(data.questionId)));
    }
  }

  keyOf(room: string): string | null {
    const id = room.slice(PREFIX.length);
    return room.startsWith(PREFIX) && isId(id) ? id : null;
  }

  async mayJoin(actors: readonly Actor[], id: string): Promise<boolean[]> {
    const [row] = await this.questions.findQuestions([id]);
    return actors.map((actor) => row !== undefined && this.visibility.canSee(actor, row));
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
}
