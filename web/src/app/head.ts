import { useEffect } from 'react';
import { useServices } from './services.js';

/** What a page says about itself in `<head>`. */
export interface Head {
  title: string;
  description?: string;
  /** Path of the one address of this content; query parameters that only change the view are left out. */
  canonical?: string;
  /** Path of the next page of a list. */
  next?: string;
  /** Keeps the page out of search engines. */
  noIndex?: boolean;
  ogType?: 'website' | 'article' | 'profile';
  jsonLd?: object;
}

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
