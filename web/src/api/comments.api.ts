import type { Api } from './http.js';
import type { Comment, Page } from './types.js';

/** `question:{id}` or `answer:{id}`. */
export type CommentTarget = `${'question' | 'answer'}:${string}`;

export const listComments = (api: Api, target: CommentTarget, cursor?: string, signal?: AbortSignal): Promise<Page<Comment>> =>
  api.call('GET', '/api/comments', { query: { target, limit: 100, cursor }, signal });

export const postComment = (api: Api, target: CommentTarget, body: string, idempotencyKey: string): Promise<Comment> =>
  api.call('POST', '/api/comments', { query: { target }, body: { body }, idempotencyKey });

export const editComment = (api: Api, id: string, body: string): Promise<Comment> => api.call('PATCH', `/api/comments/${id}`, { body: { body } });

export const deleteComment = (api: Api, id: string): Promise<null> => api.call('DELETE', `/api/comments/${id}`);

export const voteComment = (api: Api, id: string, on: boolean): Promise<{ score: number; vote: 0 | 1 }> =>
  on ? api.call('PUT', `/api/comments/${id}/vote`, { body: { value: 1 } }) : api.call('DELETE', `/api/comments/${id}/vote`);
