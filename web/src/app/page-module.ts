import type { QueryClient } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import type { Api } from '../api/http.js';
import type { SessionMember } from '../api/types.js';

export interface LoadContext {
  readonly api: Api;
  readonly queries: QueryClient;
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly search: URLSearchParams;
  /** Path with query, as asked for. */
  readonly url: string;
  readonly member: SessionMember | null;
}

/** What a `*.page.tsx` file exports. */
export interface PageModule {
  Page: ComponentType;
  /**
   * Fills the query cache: before rendering on the server, ahead of a click in the browser.
   * Rejects with the ApiError of what the page cannot do without, or with a Redirect; what the page can do without fails silently.
   */
  load?: (context: LoadContext) => Promise<void>;
}

/** Thrown by `load` when another address answers for this one. */
export class Redirect extends Error {
  constructor(
    readonly location: string,
    readonly status: 301 | 302 = 302,
  ) {
    super(`redirect to ${location}`);
  }
}
