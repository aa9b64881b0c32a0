import { defineError } from '#libs/kernel';

export const QUESTION_CLOSED = defineError('QUESTIONS.CLOSED', 'conflict', 'This question takes no more answers');
export const NOT_ALLOWED = defineError('QUESTIONS.NOT_ALLOWED', 'forbidden', 'You may not do this with this post');
export const HAS_ANSWERS = defineError('QUESTIONS.HAS_ANSWERS', 'conflict', 'A question with answers cannot be deleted by its author');
export const OWN_POST = defineError('QUESTIONS.OWN_POST', 'forbidden', 'You cannot vote on your own post');
export const ANSWER_ELSEWHERE = defineError('QUESTIONS.ANSWER_ELSEWHERE', 'invalid', 'This is not an answer to this question');
export const CHANGED_MEANWHILE = defineError('QUESTIONS.CHANGED_MEANWHILE', 'conflict', 'Somebody else changed this at the same moment');
