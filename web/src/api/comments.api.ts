import { commentsDelete, commentsEdit, commentsList, commentsPost, commentsUnvote, commentsVote } from '@cairn/sdk';
import { type Api, dataOf } from './http.js';

/** `question:{id}` or `answer:{id}`. */
export type CommentTarget = `${'question' | 'answer'}:${string}`;

export const listComments = ({ client }: Api, target: CommentTarget, cursor?: string, signal?: AbortSignal) =>
  dataOf(commentsList({ client, query: { target, limit: 100, cursor }, signal }));

export const postComment = ({ client }: Api, target: CommentTarget, body: string, key: string) =>
  dataOf(commentsPost({ client, query: { target }, body: { body }, headers: { 'idempotency-key': key } }));

export const editComment = ({ client }: Api, id: string, body: string) => dataOf(commentsEdit({ client, path: { id }, body: { body } }));

export const deleteComment = ({ client }: Api, id: string) => dataOf(commentsDelete({ client, path: { id } }));

export const voteComment = ({ client }: Api, id: string, on: boolean) =>
  dataOf(on ? commentsVote({ client, path: { id }, body: { value: 1 } }) : commentsUnvote({ client, path: { id } }));
