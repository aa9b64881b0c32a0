import { useEffect } from 'react';
import type { Head } from './head-content.js';
import { useServices } from './services.js';

/** Names the page: in the document's head on the server, in the tab in the browser. */
export function useHead(head: Head): void {
  const { collectHead } = useServices();
  collectHead?.(head);
  useEffect(() => {
    document.title = withSiteName(head.title);
  }, [head.title]);
}

export function withSiteName(title: string): string {
  return title === '' ? 'Cairn' : `${title} · Cairn`;
}
