import type { LoggedEvent } from '#libs/events';
import {
  answerAccepted, answerEdited, answerPosted, answerStateChanged, answerUnaccepted, type PostRef, questionAsked, questionEdited, questionStateChanged, voteCast,
} from '#modules/questions';
import { memberRegistered, memberRoleChanged, memberStateChanged, memberUpdated } from '#modules/users';

const THREAD: readonly string[] = [questionEdited.type, questionStateChanged.type];
const QUESTION: readonly string[] = [questionAsked.type];
const ANSWER: readonly string[] = [answerPosted.type, answerEdited.type, answerStateChanged.type, answerAccepted.type, answerUnaccepted.type];
// A role is not indexed, but it changes the version of the row.
const MEMBER: readonly string[] = [memberRegistered.type, memberUpdated.type, memberStateChanged.type, memberRoleChanged.type];

/** Everything that changes what is indexed. */
export const CHANGE_TYPES: readonly string[] = [...THREAD, ...QUESTION, ...ANSWER, ...MEMBER, voteCast.type];

export interface ChangedThings {
  /** Questions whose answers are to be indexed anew with them. */
  threads: string[];
  posts: PostRef[];
  /** Questions that may have got their first answer or lost their last. */
  answered: string[];
  members: string[];
}

/** What is to be read again after these events, each thing once. Events only say what to read, so repeats and gaps do no harm. */
export function changedThings(events: readonly LoggedEvent[]): ChangedThings {
  const threads = new Set<string>();
  const posts = new Map<string, PostRef>();
  const answered = new Set<string>();
  const members = new Set<string>();
  const add = (type: string, id: string): void => void posts.set(`${type}:${id}`, { type: type as PostRef['type'], id });
  for (const { type, data } of events) {
    const { questionId, answerId, memberId, targetType, targetId } = data as Record<string, string>;
    if (THREAD.includes(type)) threads.add(questionId!);
    else if (QUESTION.includes(type)) add('question', questionId!);
    else if (MEMBER.includes(type)) members.add(memberId!);
    else if (type === voteCast.type) add(targetType!, targetId!);
    else if (ANSWER.includes(type)) {
      answered.add(questionId!);
      add('answer', answerId!);
    }
  }
  return { threads: [...threads], posts: [...posts.values()], answered: [...answered], members: [...members] };
}
