import type { QueryClient } from '@tanstack/react-query';
import type { Api } from '../../api/http.js';
import { acceptAnswer, deletePost, vote } from '../../api/questions.api.js';
import { changePost, markAccepted, type PostRef, removeAnswer } from './post-cache.js';
import { answersKey, questionKey } from './question.queries.js';

/** What is done to a post only once the reader has confirmed it. */
export type PostAct = 'delete' | 'hide' | 'restore';

/** Writes a vote and shows what the server counted. */
export async function castVote(api: Api, queries: QueryClient, post: PostRef, value: -1 | 0 | 1): Promise<void> {
  const counted = await vote(api, post.type, post.id, value);
  changePost(queries, post, ({ viewer }) => ({ score: counted.score, viewer: viewer && { ...viewer, vote: counted.vote } }) as object);
}

/** Marks an answer as the accepted one, or takes the mark away. */
export async function accept(api: Api, queries: QueryClient, questionId: string, answerId: string | null): Promise<void> {
  const question = await acceptAnswer(api, questionId, answerId);
  queries.setQueryData(questionKey(questionId), question);
  markAccepted(queries, questionId, question.acceptedAnswerId);
}

/** Deletes a post; a deleted answer leaves the page at once. */
export async function remove(api: Api, queries: QueryClient, post: PostRef): Promise<void> {
  await deletePost(api, post.type, post.id);
  if (post.type === 'answer') removeAnswer(queries, post.questionId, post.id);
  void queries.invalidateQueries({ queryKey: ['questions'] });
}

/** Reads the whole question again, after what changes more than one post. */
export async function refresh(queries: QueryClient, questionId: string): Promise<void> {
  await Promise.all([queries.invalidateQueries({ queryKey: questionKey(questionId) }), queries.invalidateQueries({ queryKey: answersKey(questionId) })]);
}
