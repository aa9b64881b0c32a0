import {
  type Answer, answersDelete, answersEdit, answersList, answersPost, answersShow, answersUnvote, answersVote, type NewQuestion, type Question, questionExtrasRevisions,
  questionExtrasSimilar, questionExtrasSimilarTo, questionsAccept, questionsAsk, questionsDelete, questionsEdit, questionsList, questionsShow, questionsUnaccept,
  questionsUnvote, questionsVote,
} from '@cairn/sdk';
import { type Api, dataOf, type Tagged, taggedOf } from './http.js';
import type { PostType } from './types.js';

export type QuestionSort = 'active' | 'new' | 'score' | 'unanswered';

export interface QuestionFilter {
  sort?: QuestionSort;
  /** Slugs; a leading `-` leaves the tag out. */
  tags?: readonly string[];
  author?: string;
  limit?: number;
}

export type QuestionDraft = Required<NewQuestion>;

type Signal = AbortSignal | undefined;

export const listQuestions = ({ client }: Api, { tags = [], ...filter }: QuestionFilter, cursor?: string, signal?: Signal) =>
  dataOf(questionsList({ client, query: { ...filter, tag: [...tags], cursor }, signal }));

export const getQuestion = ({ client }: Api, id: string, signal?: Signal) => dataOf(questionsShow({ client, path: { id }, signal }));

export const getQuestionToEdit = ({ client }: Api, id: string): Promise<Tagged<Question>> => taggedOf(questionsShow({ client, path: { id } }));

export const listAnswers = ({ client }: Api, id: string, cursor?: string, signal?: Signal) =>
  dataOf(answersList({ client, path: { id }, query: { cursor }, signal }));

export const getAnswer = ({ client }: Api, id: string, signal?: Signal) => dataOf(answersShow({ client, path: { id }, signal }));

export const getAnswerToEdit = ({ client }: Api, id: string): Promise<Tagged<Answer>> => taggedOf(answersShow({ client, path: { id } }));

export const askQuestion = ({ client }: Api, body: QuestionDraft, key: string) => dataOf(questionsAsk({ client, body, headers: { 'idempotency-key': key } }));

export const editQuestion = ({ client }: Api, id: string, body: QuestionDraft, etag: string | null) =>
  dataOf(questionsEdit({ client, path: { id }, body, headers: { 'if-match': etag ?? undefined } }));

export const postAnswer = ({ client }: Api, id: string, body: string, key: string) =>
  dataOf(answersPost({ client, path: { id }, body: { body }, headers: { 'idempotency-key': key } }));

export const editAnswer = ({ client }: Api, id: string, body: string, etag: string | null) =>
  dataOf(answersEdit({ client, path: { id }, body: { body }, headers: { 'if-match': etag ?? undefined } }));

export const deletePost = ({ client }: Api, type: PostType, id: string) => dataOf((type === 'question' ? questionsDelete : answersDelete)({ client, path: { id } }));

/** Zero takes the vote back. */
export function vote({ client }: Api, type: PostType, id: string, value: -1 | 0 | 1) {
  if (value === 0) return dataOf((type === 'question' ? questionsUnvote : answersUnvote)({ client, path: { id } }));
  return dataOf((type === 'question' ? questionsVote : answersVote)({ client, path: { id }, body: { value } }));
}

/** Null takes the mark away. */
export const acceptAnswer = ({ client }: Api, id: string, answerId: string | null) =>
  dataOf(answerId === null ? questionsUnaccept({ client, path: { id } }) : questionsAccept({ client, path: { id }, body: { answerId } }));

export const listRevisions = ({ client }: Api, id: string, cursor?: string, signal?: Signal) =>
  dataOf(questionExtrasRevisions({ client, path: { id }, query: { cursor }, signal }));

export const relatedQuestions = ({ client }: Api, id: string, signal?: Signal) =>
  dataOf(questionExtrasSimilar({ client, path: { id }, query: { limit: 6 }, signal }));

export const similarQuestions = ({ client }: Api, title: string, signal?: Signal) =>
  dataOf(questionExtrasSimilarTo({ client, query: { title, limit: 5 }, signal }));
