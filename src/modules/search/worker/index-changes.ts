import { Injectable } from '@nestjs/common';
import type { LoggedEvent, Subscriber } from '#libs/events';
import {
  answerAccepted, answerEdited, answerPosted, answerStateChanged, answerUnaccepted, type PostRef, questionAsked, questionEdited, questionStateChanged, voteCast,
} from '#modules/questions';
import { memberRegistered, memberStateChanged, memberUpdated } from '#modules/users';
import { SearchIndex } from '../application/search-index.js';

const THREAD: readonly string[] = [questionEdited.type, questionStateChanged.type];
const QUESTION: readonly string[] = [questionAsked.type];
const ANSWER: readonly string[] = [answerPosted.type, answerEdited.type, answerStateChanged.type, answerAccepted.type, answerUnaccepted.type];
const MEMBER: readonly string[] = [memberRegistered.type, memberUpdated.type, memberStateChanged.type];

/** Keeps the search index up with what happens. Events only say what to read again, so repeats and gaps do no harm. */
@Injectable()
export class IndexChanges implements Subscriber {
  readonly name = 'search-index';
  readonly types = [...THREAD, ...QUESTION, ...ANSWER, ...MEMBER, voteCast.type];

  constructor(private readonly index: SearchIndex) {}

  async handle(events: readonly LoggedEvent[]): Promise<void> {
    const threads = new Set<string>();
    const posts = new Map<string, PostRef>();
    const members = new Set<string>();
    const add = (type: string, id: string): void => void posts.set(`${type}:${id}`, { type: type as PostRef['type'], id });
    for (const { type, data } of events) {
      const { questionId, answerId, memberId, targetType, targetId } = data as Record<string, string>;
      if (THREAD.includes(type)) threads.add(questionId!);
      else if (QUESTION.includes(type)) add('question', questionId!);
      else if (MEMBER.includes(type)) members.add(memberId!);
      else if (type === voteCast.type) add(targetType!, targetId!);
      else {
        // Whether the question is answered, and which answer is accepted, may have changed with it.
        add('question', questionId!);
        add('answer', answerId!);
      }
    }
    await this.index.updateThreads([...threads]);
    await this.index.updatePosts([...posts.values()]);
    await this.index.updateMembers([...members]);
  }
}
