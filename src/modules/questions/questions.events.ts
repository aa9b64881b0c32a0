import { z } from 'zod';
import { defineEvent } from '#libs/events';

const question = { questionId: z.string() };
const answer = { ...question, answerId: z.string() };
const change = { from: z.string(), to: z.string(), actorId: z.string().nullable() };

export const questionAsked = defineEvent('question.asked.v1', z.object({ ...question, authorId: z.string() }));
export const questionEdited = defineEvent('question.edited.v1', z.object({ ...question, editorId: z.string() }));
export const questionStateChanged = defineEvent('question.state_changed.v1', z.object({ ...question, ...change }));
export const answerPosted = defineEvent('answer.posted.v1', z.object({ ...answer, authorId: z.string() }));
export const answerEdited = defineEvent('answer.edited.v1', z.object({ ...answer, editorId: z.string() }));
export const answerStateChanged = defineEvent('answer.state_changed.v1', z.object({ ...answer, ...change }));
export const answerAccepted = defineEvent('answer.accepted.v1', z.object({ ...answer, actorId: z.string().nullable() }));
export const answerUnaccepted = defineEvent('answer.unaccepted.v1', z.object({ ...answer, actorId: z.string().nullable() }));
export const voteCast = defineEvent(
  'vote.cast.v1',
  z.object({ ...question, targetType: z.string(), targetId: z.string(), memberId: z.string(), value: z.number(), previous: z.number() }),
);

export const questionSubject = (id: string): string => `question:${id}`;
