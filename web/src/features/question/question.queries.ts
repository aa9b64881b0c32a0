import { listComments, type CommentTarget } from '../../api/comments.api.js';
import type { Api } from '../../api/http.js';
import { getQuestion, listAnswers, listQuestions, relatedQuestions } from '../../api/questions.api.js';
import { pages } from '../../app/pages.js';

interface Signalled {
  signal: AbortSignal;
}

export const questionKey = (id: string) => ['question', id];
export const answersKey = (id: string) => ['answers', id];

export const questionQuery = (api: Api, id: string) => ({ queryKey: questionKey(id), queryFn: ({ signal }: Signalled) => getQuestion(api, id, signal) });

export const answerPages = (api: Api, id: string, first?: string) =>
  pages(answersKey(id), first, (cursor, signal) => listAnswers(api, id, cursor, signal));

export const relatedQuery = (api: Api, id: string) => ({
  queryKey: ['related', id],
  queryFn: ({ signal }: Signalled) => relatedQuestions(api, id, signal),
  staleTime: 300_000,
});

/** Others under one tag, for questions that nothing is like. */
export const sameTagQuery = (api: Api, tag: string) => ({
  queryKey: ['same-tag', tag],
  queryFn: ({ signal }: Signalled) => listQuestions(api, { tags: [tag], sort: 'score', limit: 6 }, undefined, signal),
  staleTime: 300_000,
});

/** All comments on one post; asked for only when the first few are not all. */
export const commentsQuery = (api: Api, target: CommentTarget) => ({
  queryKey: ['comments', target],
  queryFn: ({ signal }: Signalled) => listComments(api, target, undefined, signal),
});
