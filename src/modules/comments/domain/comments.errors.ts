import { defineError } from '#libs/kernel';

export const COMMENTS_CLOSED = defineError('COMMENTS.CLOSED', 'conflict', 'This takes no comments');
export const COMMENT_CHANGED = defineError('COMMENTS.CHANGED_MEANWHILE', 'conflict', 'This comment was changed at the same moment');
export const COMMENT_NOT_YOURS = defineError('COMMENTS.NOT_ALLOWED', 'forbidden', 'You may not do this with this comment');
