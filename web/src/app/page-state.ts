import { type QueryClient, type QueryKey } from '@tanstack/react-query';
import type { Language } from '../i18n/languages.js';

/** A failure that takes the place of the page. */
export interface Outcome {
  status: number;
  requestId: string | null;
}

/** What the server tells the browser so that the first rendering there is the same. */
export interface PageState {
  language: Language;
  renderedAt: number;
  outcome: Outcome | null;
  queries: [QueryKey, unknown][];
}

export const STATE_ELEMENT = 'state';

/** In place of rich text that the browser reads back from the page. */
const IN_PAGE = 0;

/** JSON for a data block in HTML. The text of posts that is in the page already is left out, and their Markdown, which only editing needs. */
export function writeState(state: PageState, page: string): string {
  const shown = new Set(Array.from(page.matchAll(/ data-html="([^"]+)"/g), (match) => match[1]));
  const json = JSON.stringify(state, function (this: { id?: string }, key: string, value: unknown) {
    if (key === 'body') return undefined;
    return key === 'bodyHtml' && shown.has(this.id) ? IN_PAGE : value;
  });
  return json.replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

export function queriesOf(client: QueryClient): PageState['queries'] {
  const queries = client.getQueryCache().getAll();
  return queries.flatMap((query): PageState['queries'] => (query.state.status === 'success' ? [[query.queryKey, query.state.data]] : []));
}

interface Post {
  id?: string;
  bodyHtml?: unknown;
}

/** Puts the text of posts back. Answers false when the page does not hold one of them. */
function readBack(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  const post = value as Post;
  if (post.bodyHtml === IN_PAGE) {
    const element = document.querySelector(`[data-html="${post.id}"]`);
    if (!element) return false;
    post.bodyHtml = element.innerHTML;
  }
  return Object.values(value).every(readBack);
}

/** Fills the query cache from the state in the page; what cannot be restored whole is fetched instead. */
export function restoreQueries(client: QueryClient, state: PageState): void {
  for (const [key, data] of state.queries) {
    if (readBack(data)) client.setQueryData(key, data);
  }
}
