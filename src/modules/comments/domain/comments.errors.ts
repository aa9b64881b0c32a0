import { defineError } from '#libs/kernel';

export const COMMENTS_CLOSED = defineError('COMMENTS.CLOSED', 'conflict', 'This takes no comments');
export const COMMENT_NOT_YOURS = defineError('COMMENTS.NOT_ALLOWED', 'forbidden', 'You may not do this with this comment');
