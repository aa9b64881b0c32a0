import type { Tx } from '#libs/persistence';

/** One immutable version of a text. `version` starts at 1; (collection, id, version) is unique. */
export interface DocumentVersion {
  id: string;
  version: number;
  title?: string;
  /** Markdown as written. */
  body: string;
  /** Sanitised HTML made from `body`. */
  bodyHtml: string;
  createdAt: Date;
}

export interface DocumentRef {
  id: string;
  version: number;
}

/** Versions that are written (or kept, where the engine is PostgreSQL itself) but not yet visible. */
export interface StagedDocuments {
  /**
   * First statement inside the unit of work. The commit makes the versions visible; without it they are swept.
   * @throws DOCUMENTS.UNAVAILABLE (503) when they were staged more than 30 s ago where the engine is not PostgreSQL: what is written by then
   * may not be counted on any more (ADR 0034)
   */
  attach(tx: Tx): Promise<void>;
}

/** The newest committed version of each of these documents that has a row, read now and from the primary. */
export type NewestVersions = (ids: readonly string[]) => Promise<ReadonlyMap<string, number>>;

/** What a module keeps in the store; the collections are known to the engine by name. */
export type DocumentCollection = 'questions' | 'answers' | 'comments' | 'stories';

/**
 * The texts of questions, answers, comments and stories, every version of them.
 *
 * A version is visible when a row in PostgreSQL refers to it. Versions are never changed. Bodies are at most 64 KB of UTF-8 without NUL;
 * that limit is checked at the edge, the store keeps whatever it is given byte for byte. What is not of its type (`documentTypes`) is
 * refused with a TypeError. Every method throws DOCUMENTS.UNAVAILABLE (503, Retry-After) within 2 s when the engine does not answer.
 */
export abstract class DocumentStore {
  /**
   * Prepares versions; durable before it resolves where the engine is not PostgreSQL.
   *
   * Capability: an engine of its own may hold a version that an edit left behind when its process died. Given `newest` it tells such a
   * version from a visible one: the same text is taken over at once, another one replaces it after two minutes, when it can no longer become
   * visible (ADR 0034). Without `newest` it stays taken until the sweep. In PostgreSQL nothing is ever left behind.
   * @throws DOCUMENTS.VERSION_TAKEN (409) for a (collection, id, version) that exists or is just being written, here or at attach
   */
  abstract stage(collection: DocumentCollection, versions: readonly DocumentVersion[], newest?: NewestVersions): Promise<StagedDocuments>;
  /** The asked-for versions in one round trip, keyed by id; missing ones are absent from the map. One version per id and call. Order is not promised. */
  abstract getMany(collection: DocumentCollection, refs: readonly DocumentRef[]): Promise<Map<string, DocumentVersion>>;
  /** Versions of one document below `before` (all of them, when it is left out), newest first, at most `limit`. */
  abstract versions(collection: DocumentCollection, id: string, limit: number, before?: number): Promise<DocumentVersion[]>;
  /** Removes every version of these documents for good (GDPR). Unknown ids are ignored. */
  abstract erase(collection: DocumentCollection, ids: readonly string[]): Promise<void>;
  /**
   * Removes versions staged before `before` (their own dates do not count: imported ones are old) that no row refers to; returns how many.
   * `newestVersions` tells, by id, the version the row shows: what is newer was staged and never committed, and so was anything of an id
   * that is absent. Whatever `before` says, the last five minutes are left alone: a running transaction may be about to show what is theirs.
   */
  abstract sweep(collection: DocumentCollection, before: Date, newestVersions: NewestVersions): Promise<number>;
  /**
   * The whole collection in the order of (id, version), visible or not, at most `limit` after `after` (from the start, when it is null): to
   * copy or compare a store. Versions that come while it is read may be missed.
   */
  abstract scan(collection: DocumentCollection, after: DocumentRef | null, limit: number): Promise<DocumentVersion[]>;
}
