import type { Api } from '../../api/http.js';
import { listQuestions, type QuestionFilter, type QuestionSort } from '../../api/questions.api.js';
import { listTags } from '../../api/tags.api.js';
import { pages } from '../../app/pages.js';

export const SORTS: readonly QuestionSort[] = ['active', 'new', 'score', 'unanswered'];

export const questionPages = (api: Api, filter: QuestionFilter, first?: string) =>
  pages(['questions', filter], first, (cursor, signal) => listQuestions(api, filter, cursor, signal));

/** A short list of its own, for the side of a page. */
export const questionsAside = (api: Api, filter: QuestionFilter) => ({
  queryKey: ['questions-aside', filter],
  queryFn: ({ signal }: { signal: AbortSignal }) => listQuestions(api, filter, undefined, signal),
});

export const popularTags = (api: Api) => ({
  queryKey: ['tags-popular'],
  queryFn: ({ signal }: { signal: AbortSignal }) => listTags(api, undefined, 16, undefined, signal),
});

export function sortOf(search: URLSearchParams): QuestionSort {
  return SORTS.find((sort) => sort === search.get('sort')) ?? 'active';
}

/** What the address of a list of questions asks for. */
export function filterOf(search: URLSearchParams): QuestionFilter {
  const tags = search.getAll('tag');
  return { sort: sortOf(search), ...(tags.length > 0 ? { tags } : {}) };
}
