import { SearchEngine } from './search-engine.port.js';

/** `missing`: there is no index to search (never built, or deleted by hand); `outdated`: one of another format, which is to be built anew. */
export type IndexState = 'ready' | 'missing' | 'outdated';

/** What can be written to and compared: an index in use, or one that is being built. */
export type SearchIndexTarget = Pick<SearchEngine, 'put' | 'remove' | 'count' | 'versions' | 'versionsOf'>;

/** A new index beside the one in use; searches do not see it. */
export interface IndexBuild extends SearchIndexTarget {
  readonly name: string;
  /** Puts it in the place of the one in use, in one step: no search finds both or none. The old one is removed. */
  activate(): Promise<void>;
  discard(): Promise<void>;
}

/**
 * A search engine outside PostgreSQL. Its index can be rebuilt at any time, so it may be lost, lag or be down; then PostgreSQL answers.
 *
 * Every call ends: a search within two seconds, a write within a minute. @throws SEARCH.ENGINE_UNAVAILABLE when the server is out of reach,
 * refuses or takes too long; SEARCH.INDEX_MISSING when there is no index to read or write. A document that the engine will never take is
 * reported to `onRejected` and left out, so that it does not hold up the others.
 *
 * Differences from PostgreSQL: spelling is corrected by the server among the words of the index, so of several near words others may be
 * found; letters outside Latin lose accents by the engine's own table; by relevance a cursor of another engine ends the list, for their ranks
 * cannot be compared. Words are split, stemmed and left out (stop words) alike.
 */
export abstract class RemoteSearchEngine extends SearchEngine {
  /** What cursors and records are kept under: lower case, stable. */
  abstract readonly engine: string;
  /** For people, with the server's version. */
  abstract describe(): Promise<string>;
  abstract state(): Promise<IndexState>;
  /** Starts a new index; what unfinished builds left behind is removed. One at a time: the caller holds a lock. */
  abstract build(): Promise<IndexBuild>;
  abstract close(): Promise<void>;
}
