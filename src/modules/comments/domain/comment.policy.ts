import { type Actor, hasRole } from '#libs/kernel';
import type { Comment } from './comment.js';

/** How long authors may change a comment; afterwards it stands, people have answered it. */
export const EDIT_WINDOW_MS = 24 * 60 * 60 * 1000;

export interface CommentOperations {
  canEdit: boolean;
  canDelete: boolean;
  canVote: boolean;
  canHide: boolean;
  canComment: boolean;
}

/** What the actor may do with a comment they can see. */
export function commentOperations(actor: Actor, comment: Pick<Comment, 'authorId' | 'createdAt' | 'state'>, now: Date): CommentOperations {
  const moderator = hasRole(actor, 'moderator');
  const own = actor.kind === 'member' && comment.authorId === actor.id;
  const live = comment.state === 'live';
  const inWindow = now.getTime() - comment.createdAt.getTime() <= EDIT_WINDOW_MS;
  return {
    canEdit: live && (moderator || (own && inWindow)),
    canDelete: live && (moderator || own),
    canVote: live && actor.kind === 'member' && !own,
    canHide: moderator,
    canComment: false,
  };
}
