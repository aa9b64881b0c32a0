import type { Api } from './http.js';
import type { SearchPage, SearchType, Suggestion } from './types.js';

export type SearchSort = 'relevance' | 'new' | 'score';

export interface SearchFilter {
  q: string;
  type?: SearchType | undefined;
  sort?: SearchSort | undefined;
}

export const search = (api: Api, { q, type, sort }: SearchFilter, cursor?: string, signal?: AbortSignal): Promise<SearchPage> =>
  api.call('GET', '/api/search', { query: { q, type, sort, cursor }, signal });

export const suggest = (api: Api, q: string, signal?: AbortSignal): Promise<{ items: Suggestion[] }> =>
  api.call('GET', '/api/search/suggest', { query: { q }, signal });
