import { type Client, createClient, createConfig } from './generated/client/index.js';

export interface CairnClientOptions {
  /** Where Cairn is, without `/api`: `https://learn.example.org`. Empty in a browser that is on it. */
  baseUrl: string;
  /** A personal access token (`cairn_pat_…`) or an access token; a function is asked before each request. */
  token?: string | (() => string | undefined | Promise<string | undefined>);
  /** Replaces the platform's fetch. */
  fetch?: typeof fetch;
}

/**
 * A client for one Cairn and one caller, to be handed to every function of this package: `questionsShow({ client, path: { id } })`.
 * Answers outside 2xx are thrown as the problem document of the answer, unless a call sets `throwOnError: false`.
 */
export function createCairnClient({ baseUrl, token, fetch }: CairnClientOptions): Client {
  return createClient(
    createConfig({
      baseUrl: baseUrl.replace(/\/+$/, ''),
      throwOnError: true,
      ...(fetch ? { fetch } : {}),
      auth: async ({ scheme }) => {
        if (scheme !== 'bearer') return undefined;
        return typeof token === 'function' ? token() : token;
      },
    }),
  );
}
