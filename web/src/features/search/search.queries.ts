import type { Api } from '../../api/http.js';
import { search, type SearchFilter, type SearchSort } from '../../api/search.api.js';
import type { SearchPage, SearchType } from '../../api/types.js';

export const TYPES: readonly SearchType[] = ['question', 'answer', 'user'];
export const SORTS: readonly SearchSort[] = ['relevance', 'new', 'score'];

/** What the address asks for. */
export function searchOf(params: URLSearchParams): SearchFilter {
  return {
    q: params.get('q')?.trim() ?? '',
    type: TYPES.find((type) => type === params.get('type')),
    sort: SORTS.find((sort) => sort === params.get('sort')),
  };
}

export const searchPages = (api: Api, filter: SearchFilter, first?: string) => ({
  queryKey: ['search', filter, first ?? null],
  queryFn: ({ pageParam, signal }: { pageParam: string | null | undefined; signal: AbortSignal }) => search(api, filter, pageParam ?? undefined, signal),
  initialPageParam: first as string | null | undefined,
  getNextPageParam: (last: SearchPage) => last.nextCursor ?? undefined,
});

/** The address of the same search, changed in one respect. */
export function searchUrl(params: URLSearchParams, name: 'type' | 'sort', value: string | undefined): string {
  const changed = new URLSearchParams(params);
  changed.delete('cursor');
  if (value === undefined) changed.delete(name);
  else changed.set(name, value);
  return `/search?${changed.toString()}`;
}
