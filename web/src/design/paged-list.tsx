import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useLocation } from 'react-router';
import { asApiError } from '../api/api-error.js';
import type { Page } from '../api/types.js';
import { useI18n } from '../app/services.js';
import { ProblemNotice } from './problem-notice.js';

interface PagedListProps<T> {
  query: UseInfiniteQueryResult<InfiniteData<Page<T>>>;
  skeleton: ReactNode;
  empty: ReactNode;
  children: (items: T[]) => ReactNode;
  /** False for short lists that need no word at their end. */
  showEnd?: boolean;
}

/** Address of the next page, for readers without JavaScript. */
function nextUrl(pathname: string, search: string, cursor: string): string {
  const params = new URLSearchParams(search);
  params.set('cursor', cursor);
  return `${pathname}?${params.toString()}`;
}

/** A list in pages: skeleton, failure with retry, empty, the rows, more, end. */
export function PagedList<T>({ query, skeleton, empty, children, showEnd = true }: PagedListProps<T>) {
  const { t } = useI18n();
  if (query.isPending) {
    return (
      <div aria-busy="true">
        <p className="sr-only">{t('list.loading')}</p>
        {skeleton}
      </div>
    );
  }
  if (!query.data) return <ProblemNotice error={asApiError(query.error)} onRetry={() => void query.refetch()} />;
  const items = query.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return empty;
  return (
    <>
      {children(items)}
      {query.isError && <ProblemNotice error={asApiError(query.error)} onRetry={() => void query.fetchNextPage()} />}
      <More query={query} showEnd={showEnd} />
    </>
  );
}

function More<T>({ query, showEnd }: { query: UseInfiniteQueryResult<InfiniteData<Page<T>>>; showEnd: boolean }) {
  const { t } = useI18n();
  const { pathname, search } = useLocation();
  const cursor = query.data?.pages.at(-1)?.nextCursor ?? null;
  if (cursor === null) return showEnd ? <p className="list-end muted small">{t('list.end')}</p> : null;
  return (
    <p className="list-end">
      <a
        className="button"
        rel="next"
        href={nextUrl(pathname, search, cursor)}
        aria-disabled={query.isFetchingNextPage}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey) return;
          event.preventDefault();
          if (!query.isFetchingNextPage) void query.fetchNextPage();
        }}
      >
        {query.isFetchingNextPage ? t('list.loading') : t('list.more')}
      </a>
    </p>
  );
}
