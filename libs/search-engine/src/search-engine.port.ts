export type SearchType = 'question' | 'answer' | 'user';

export const SEARCH_TYPES: readonly SearchType[] = ['question', 'answer', 'user'];

/**
 * Around a match in highlights (start and end of selected area), and where a passage leaves text out (private use one): controls of ISO 6429
 * that no text needs, taken out of whatever is indexed. Of Latin 1, since one character beyond it doubles the size of a text in memory.
 */
export const MATCH_START = '\u0086';
export const MATCH_END = '\u0087';
export const LEFT_OUT = '\u0091';

/** What is indexed of one thing. `version` grows with every change: a stale write never wins. */
export interface SearchDocument {
  type: SearchType;
  id: string;
  /** The aggregate's row version (external versioning); a put with the same version replaces. */
  version: number;
  /** Of an answer: the title of its question, which counts as context, not as a title. */
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
  /** All of them. */
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
  /** Plain text with its matches between MATCH_START and MATCH_END, which cannot come from input: stripped when indexed. */
  titleHighlight: string;
  /** A passage of at most 300 characters, around the first match if there is one; LEFT_OUT stands where the text goes on. */
  textHighlight: string;
}

export interface SuggestQuery {
  /** What was typed so far; the last word may be unfinished. */
  text: string;
  types: readonly SearchType[];
  audiences: readonly string[];
  limit: number;
}

export interface SearchResult {
  hits: SearchHit[];
  nextCursor: string | null;
  /** True when the words were corrected or matched by similarity. */
  fuzzy: boolean;
  /** True when the engine of this site did not answer and PostgreSQL did instead. */
  degraded?: boolean;
}

/** What an index holds of a thing, removed things left out. */
export interface IndexedVersion {
  id: string;
  version: number;
}

/**
 * Finds things by words, alike in upper and lower case and with and without accents; scripts without spaces by any part of a sentence.
 *
 * Promised: filters are exact; one wrong, missing, added or swapped letter in a word of four or more still finds it, when nothing has the
 * word as typed; the best match is on the first page; a write is found after the call that wrote it resolves; pages show nothing twice and
 * leave out nothing that stayed the same while they were read. By relevance an engine may end after the best 100.
 * Not promised: order beyond that, or scores.
 */
export abstract class SearchEngine {
  abstract put(documents: readonly SearchDocument[]): Promise<void>;
  /** Removes; a later `put` with a smaller version stays removed. */
  abstract remove(items: readonly { type: SearchType; id: string; version: number }[]): Promise<void>;
  abstract search(query: SearchQuery): Promise<SearchResult>;
  /** Live things whose title has all these words, the last one as a beginning. Answers have no title of their own and are not suggested. */
  abstract suggest(query: SuggestQuery): Promise<{ type: SearchType; id: string }[]>;
  /** How many documents are held, by type. */
  abstract count(): Promise<Record<SearchType, number>>;
  /** What is held of one type, in order of id, after this id: for comparing everything in bounded memory. */
  abstract versions(type: SearchType, after: string, limit: number): Promise<IndexedVersion[]>;
  /** What is held of these things, in any order; what is not held is absent. Sees every write that has resolved. */
  abstract versionsOf(items: readonly { type: SearchType; id: string }[]): Promise<(IndexedVersion & { type: SearchType })[]>;
  /** Empties the index before a full reindex. */
  abstract clear(): Promise<void>;
}

