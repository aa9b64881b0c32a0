import type { Api, Tagged } from './http.js';
import type { Answer, Page, PostType, Question, QuestionSummary, Revision } from './types.js';

export type QuestionSort = 'active' | 'new' | 'score' | 'unanswered';

export interface QuestionFilter {
  sort?: QuestionSort;
  /** Slugs; a leading `-` leaves the tag out. */
  tags?: readonly string[];
  author?: string;
  limit?: number;
}

export interface QuestionDraft {
  title: string;
  body: string;
  tags: string[];
  audience?: 'public' | 'members';
}

type Signal = AbortSignal | undefined;

export const listQuestions = (api: Api, { tags, ...filter }: QuestionFilter, cursor?: string, signal?: Signal): Promise<Page<QuestionSummary>> =>
  api.call('GET', '/api/questions', { query: { ...filter, tag: tags, cursor }, signal });

export const getQuestion = (api: Api, id: string, signal?: Signal): Promise<Question> => api.call('GET', `/api/questions/${id}`, { signal });

export const getQuestionToEdit = (api: Api, id: string): Promise<Tagged<Question>> => api.tagged('GET', `/api/questions/${id}`);

export const listAnswers = (api: Api, id: string, cursor?: string, signal?: Signal): Promise<Page<Answer>> =>
  api.call('GET', `/api/questions/${id}/answers`, { query: { cursor }, signal });

export const getAnswer = (api: Api, id: string, signal?: Signal): Promise<Answer> => api.call('GET', `/api/answers/${id}`, { signal });

export const getAnswerToEdit = (api: Api, id: string): Promise<Tagged<Answer>> => api.tagged('GET', `/api/answers/${id}`);

export const askQuestion = (api: Api, draft: QuestionDraft, idempotencyKey: string): Promise<Question> =>
  api.call('POST', '/api/questions', { body: draft, idempotencyKey });

export const editQuestion = (api: Api, id: string, draft: QuestionDraft, ifMatch?: string): Promise<Question> =>
  api.call('PATCH', `/api/questions/${id}`, { body: draft, ifMatch });

export const postAnswer = (api: Api, questionId: string, body: string, idempotencyKey: string): Promise<Answer> =>
  api.call('POST', `/api/questions/${questionId}/answers`, { body: { body }, idempotencyKey });

export const editAnswer = (api: Api, id: string, body: string, ifMatch?: string): Promise<Answer> =>
  api.call('PATCH', `/api/answers/${id}`, { body: { body }, ifMatch });

export const deletePost = (api: Api, type: PostType, id: string): Promise<null> => api.call('DELETE', `/api/${type}s/${id}`);

export const vote = (api: Api, type: PostType, id: string, value: -1 | 0 | 1): Promise<{ score: number; vote: -1 | 0 | 1 }> =>
  value === 0 ? api.call('DELETE', `/api/${type}s/${id}/vote`) : api.call('PUT', `/api/${type}s/${id}/vote`, { body: { value } });

/** Null takes the mark away. */
export const acceptAnswer = (api: Api, questionId: string, answerId: string | null): Promise<Question> =>
  answerId === null
    ? api.call('DELETE', `/api/questions/${questionId}/accepted-answer`)
    : api.call('PUT', `/api/questions/${questionId}/accepted-answer`, { body: { answerId } });

export const listRevisions = (api: Api, id: string, cursor?: string, signal?: Signal): Promise<Page<Revision>> =>
  api.call('GET', `/api/questions/${id}/revisions`, { query: { cursor }, signal });

export const relatedQuestions = (api: Api, id: string, signal?: Signal): Promise<{ items: QuestionSummary[] }> =>
  api.call('GET', `/api/questions/${id}/similar`, { query: { limit: 6 }, signal });

export const similarQuestions = (api: Api, title: string, signal?: Signal): Promise<{ items: QuestionSummary[] }> =>
  api.call('GET', '/api/questions/similar', { query: { title, limit: 5 }, signal });
