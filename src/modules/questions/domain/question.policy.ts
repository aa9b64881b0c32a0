import { type Actor, hasRole } from '#libs/kernel';
import type { Answer, Question } from './question.js';

export interface PostOperations {
  canEdit: boolean;
  canDelete: boolean;
  canVote: boolean;
  canHide: boolean;
  canComment: boolean;
}

export type QuestionOperations = PostOperations & { canAnswer: boolean; canAccept: boolean };

function isOwn(actor: Actor, authorId: string | null): boolean {
  return actor.kind === 'member' && authorId === actor.id;
}

/** What the actor may do with a question they can see (preset `open`, DESIGN §5). */
export function questionOperations(actor: Actor, question: Question): QuestionOperations {
  const member = actor.kind === 'member';
  const moderator = hasRole(actor, 'moderator');
  const own = isOwn(actor, question.authorId);
  const live = question.state === 'live';
  return {
    canEdit: (live && own) || (moderator && question.state !== 'deleted'),
    canDelete: (live && own && question.answerCount === 0) || (moderator && question.state !== 'deleted'),
    canVote: live && member && !own,
    canHide: moderator && question.state !== 'deleted',
    canComment: live && member,
    canAnswer: live && member && question.closedAt === null,
    canAccept: live && own,
  };
}

/** What the actor may do with an answer they can see, under its question. */
export function answerOperations(actor: Actor, answer: Answer, question: Question): PostOperations {
  const member = actor.kind === 'member';
  const moderator = hasRole(actor, 'moderator');
  const own = isOwn(actor, answer.authorId);
  const live = answer.state === 'live' && question.state === 'live';
  return {
    canEdit: (live && own) || (moderator && answer.state !== 'deleted'),
    canDelete: (live && own) || (moderator && answer.state !== 'deleted'),
    canVote: live && member && !own,
    canHide: moderator && answer.state !== 'deleted',
    canComment: live && member,
  };
}
