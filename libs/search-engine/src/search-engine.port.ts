
export type SearchType = 'question' | 'answer' | 'user';

/** What is indexed of one thing. `version` grows with every change: a stale write never wins. */
export interface SearchDocument {
  type: SearchType;
  id: string;
  /** The aggregate's row version (external versioning). */
  version: number;
  title: string;
  /** Plain text, no markup. */
  text: string;
  tags: readonly string[];
  authorId: string | null;
  audience: string;
  state: string;
  score: number;
  isAnswered: boolean;
  createdAt: Date;
}

export interface SearchQuery {
  /** Free text after operators were taken out; may be empty. */
  text: string;
  /** Exact phrases (from quotes), all required. */
  phrases: readonly string[];
  types: readonly SearchType[];
  tags: readonly string[];
  excludedTags: readonly string[];
  authorId?: string;
  minScore?: number;
  isAnswered?: boolean;
  sort: 'relevance' | 'new' | 'score';
  /** Audiences the viewer may see; states other than live never match. */
  audiences: readonly string[];
  limit: number;
  /** Opaque, from the previous page. */
  cursor?: string;
}

export interface SearchHit {
  type: SearchType;
  id: string;
  /** Plain text with the matches between U+E000 and U+E001 (private use, cannot come from input: stripped when indexed). */
  titleHighlight: string;
  textHighlight: string;
}

export interface SearchResult {
  hits: SearchHit[];
  nextCursor: string | null;
  /** True when the words were corrected or matched by similarity. */
  fuzzy: boolean;
}

/**
 * Finds things by words. Promised: filters are exact; one wrong, missing, added or swapped letter in a word of four or more still finds it;
 * the best match is on the first page; a write is found after the call that wrote it resolves. Not promised: order beyond that, or scores.
 */
export abstract class SearchEngine {
  abstract put(documents: readonly SearchDocument[]): Promise<void>;
  /** Removes; a later `put` with a smaller version stays removed. */
  abstract remove(items: readonly { type: SearchType; id: string; version: number }[]): Promise<void>;
  abstract search(query: SearchQuery): Promise<SearchResult>;
  /** How many documents are held, by type. */
  abstract count(): Promise<Record<SearchType, number>>;
  /** Empties the index before a full reindex. */
  abstract clear(): Promise<void>;
}

