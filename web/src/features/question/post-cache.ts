import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { Answer, Comment, CommentPreview, Page, PostType, Question } from '../../api/types.js';
import { answersKey, questionKey } from './question.queries.js';

type Answers = InfiniteData<Page<Answer>>;

function changePages(queries: QueryClient, questionId: string, change: (items: Answer[], isLast: boolean) => Answer[]): void {
  queries.setQueriesData<Answers>({ queryKey: answersKey(questionId) }, (data) => {
    if (!data) return data;
    const last = data.pages.length - 1;
    return { ...data, pages: data.pages.map((page, index) => ({ ...page, items: change(page.items, index === last) })) };
  });
}

function changeQuestion(queries: QueryClient, id: string, change: (question: Question) => Partial<Question>): void {
  queries.setQueryData<Question>(questionKey(id), (question) => question && { ...question, ...change(question) });
}

/** Which post of which question. */
export interface PostRef {
  type: PostType;
  id: string;
  questionId: string;
}

/** Changes what the pages show of one post, without asking the server. */
export function changePost(queries: QueryClient, ref: PostRef, change: (post: Question | Answer) => Partial<Question & Answer>): void {
  if (ref.type === 'question') changeQuestion(queries, ref.id, change);
  else changePages(queries, ref.questionId, (items) => items.map((answer) => (answer.id === ref.id ? { ...answer, ...change(answer) } : answer)));
}

/** Adds answers that are not shown yet at the end. */
export function addAnswers(queries: QueryClient, questionId: string, answers: readonly Answer[]): void {
  const ids = new Set(answers.map((answer) => answer.id));
  changePages(queries, questionId, (items, isLast) => [...items.filter((answer) => !ids.has(answer.id)), ...(isLast ? answers : [])]);
  changeQuestion(queries, questionId, (question) => ({ answerCount: question.answerCount + answers.length }));
}

export function removeAnswer(queries: QueryClient, questionId: string, answerId: string): void {
  changePages(queries, questionId, (items) => items.filter((answer) => answer.id !== answerId));
  changeQuestion(queries, questionId, (question) => ({ answerCount: Math.max(0, question.answerCount - 1) }));
}

export function markAccepted(queries: QueryClient, questionId: string, answerId: string | null): void {
  changePages(queries, questionId, (items) => items.map((answer) => ({ ...answer, accepted: answer.id === answerId })));
  changeQuestion(queries, questionId, () => ({ acceptedAnswerId: answerId }));
}

type CommentChange = (items: Comment[]) => Comment[];

function withComments(preview: CommentPreview, change: CommentChange): CommentPreview {
  const items = change(preview.items);
  return { items, total: preview.total + items.length - preview.items.length };
}

/** Changes the comments of one post wherever they are kept. */
export function changeComments(queries: QueryClient, ref: PostRef, change: CommentChange): void {
  changePost(queries, ref, (post) => ({ comments: withComments(post.comments, change) }));
  queries.setQueryData<Page<Comment>>(['comments', `${ref.type}:${ref.id}`], (page) => page && { ...page, items: change(page.items) });
}
