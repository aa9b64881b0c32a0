import { z } from 'zod';
import { defineEvent } from '#libs/events';

const base = { commentId: z.string(), targetType: z.string(), targetId: z.string(), rootType: z.string(), rootId: z.string() };

export const commentPosted = defineEvent('comment.posted.v1', z.object({ ...base, authorId: z.string() }));
export const commentEdited = defineEvent('comment.edited.v1', z.object({ ...base, editorId: z.string() }));
export const commentStateChanged = defineEvent(
  'comment.state_changed.v1',
  z.object({ ...base, from: z.string(), to: z.string(), actorId: z.string().nullable() }),
);
