import type { Page } from '../api/types.js';

/** Options of an infinite query over a list in pages; `first` is the cursor the address starts at. */
export function pages<T>(key: readonly unknown[], first: string | undefined, read: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>) {
  return {
    queryKey: [...key, first ?? null],
    // A cursor that was absent comes back from the page's state as null.
    queryFn: ({ pageParam, signal }: { pageParam: string | null | undefined; signal: AbortSignal }) => read(pageParam ?? undefined, signal),
    initialPageParam: first as string | null | undefined,
    getNextPageParam: (last: Page<T>) => last.nextCursor ?? undefined,
  };
}

export const cursorOf = (search: URLSearchParams): string | undefined => search.get('cursor') ?? undefined;

/** Address of the page after this one, for `rel=next`. */
export function nextOf(path: string, search: URLSearchParams, cursor: string | null | undefined): string | undefined {
  if (!cursor) return undefined;
  const params = new URLSearchParams(search);
  params.set('cursor', cursor);
  return `${path}?${params.toString()}`;
}
