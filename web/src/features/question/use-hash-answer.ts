import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import type { Answer, Page } from '../../api/types.js';

const MOST_PAGES = 10;

/** When the address names an answer that is on a later page, brings pages until it is there, then goes to it. */
export function useHashAnswer(query: UseInfiniteQueryResult<InfiniteData<Page<Answer>>>): void {
  const { hash } = useLocation();
  const reached = useRef('');
  const count = query.data?.pages.length ?? 0;
  useEffect(() => {
    if (!hash.startsWith('#answer-') || reached.current === hash || count === 0) return;
    const target = document.getElementById(hash.slice(1));
    if (target) {
      reached.current = hash;
      if (count > 1) target.scrollIntoView();
    } else if (query.hasNextPage && !query.isFetchingNextPage && count < MOST_PAGES) void query.fetchNextPage();
  }, [hash, count, query]);
}
