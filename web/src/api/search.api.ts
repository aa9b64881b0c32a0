import { searchFind, searchSuggest } from '@cairn/sdk';
import { type Api, dataOf } from './http.js';
import type { SearchType } from './types.js';

export type SearchSort = 'relevance' | 'new' | 'score';

export interface SearchFilter {
  q: string;
  type?: SearchType | undefined;
  sort?: SearchSort | undefined;
}

export const search = ({ client }: Api, { q, type, sort }: SearchFilter, cursor?: string, signal?: AbortSignal) =>
  dataOf(searchFind({ client, query: { q, sort, cursor, ...(type ? { type: [type] } : {}) }, signal }));

export const suggest = ({ client }: Api, q: string, signal?: AbortSignal) => dataOf(searchSuggest({ client, query: { q }, signal }));
