import { createHash } from 'node:crypto';
import type { SearchDocument, SearchType } from '../../search-engine.port.js';
import { cleanText } from '../../text/clean-text.js';
import { splitForIndex } from '../../text/words-of.js';

/** Raise it when texts are split or weighed differently: everything is then indexed anew as it is put. */
const FORMAT = 1;
const BATCH_ROWS = 500;
const BATCH_CHARACTERS = 2_000_000;

/** A row as the put statement takes it (JSON). */
export interface DocumentRow {
  type: SearchType;
  id: string;
  version: number;
  state: string;
  audience: string;
  tags: readonly string[];
  author: string | null;
  score: number;
  answered: boolean;
  created: string;
  /** Changes with everything but what a vote, an answer or an acceptance changes. */
  digest: string;
  title: string;
  body: string;
  title_split: string;
  body_split: string;
  tags_split: string;
}

export function toRow(document: SearchDocument): DocumentRow {
  // What is not live cannot be found, so none of its words are kept.
  const isLive = document.state === 'live';
  const title = isLive ? cleanText(document.title) : '';
  const body = isLive ? cleanText(document.text) : '';
  const tags = isLive ? document.tags.map(cleanText) : [];
  const made = [FORMAT, document.type, title, body, tags, document.audience, document.createdAt];
  const digest = createHash('sha256').update(JSON.stringify(made)).digest('base64url').slice(0, 22);
  return {
    type: document.type,
    id: document.id,
    version: document.version,
    state: document.state,
    audience: document.audience,
    tags,
    author: document.authorId,
    score: document.score,
    answered: document.isAnswered,
    created: document.createdAt.toISOString(),
    digest,
    title,
    body,
    title_split: splitForIndex(title),
    body_split: splitForIndex(body),
    tags_split: splitForIndex(tags.join(' ')),
  };
}

/** What is left of a removed thing: its version. */
export function toTombstone(item: { type: SearchType; id: string; version: number }): DocumentRow {
  return toRow({
    ...item,
    title: '', text: '', tags: [], authorId: null, audience: '', state: 'removed', score: 0, isAnswered: false, createdAt: new Date(0),
  });
}

/** Batches of bounded size, each thing once (its newest version), in an order that concurrent writers share so that they never deadlock. */
export function batches(rows: readonly DocumentRow[]): DocumentRow[][] {
  const newest = new Map<string, DocumentRow>();
  for (const row of rows) {
    const key = `${row.type}:${row.id}`;
    const known = newest.get(key);
    if (!known || row.version >= known.version) newest.set(key, row);
  }
  const sorted = [...newest.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  const result: DocumentRow[][] = [];
  let characters = Infinity;
  for (const row of sorted) {
    const size = row.title.length + row.body.length;
    if (characters + size > BATCH_CHARACTERS || result.at(-1)!.length === BATCH_ROWS) {
      result.push([]);
      characters = 0;
    }
    result.at(-1)!.push(row);
    characters += size;
  }
  return result;
}
