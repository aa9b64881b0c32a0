import type { SearchDocument, SearchType } from '../../search-engine.port.js';
import { cleanText } from '../../text/clean-text.js';
import { splitForIndex } from '../../text/words-of.js';

/** A passage is shown from the first characters of a text only, as PostgreSQL does. */
const SHOWN = 16_000;
const OF_A_MEMBER = 0.1;
const BATCH_ROWS = 500;
const BATCH_CHARACTERS = 2_000_000;

export const REMOVED = 'removed';

/** What is kept in the index and comes back with a hit. */
export interface KeptSource {
  type: SearchType;
  id: string;
  state: string;
  heading: string;
  passage: string;
  score: number;
  created: number;
}

export interface IndexDocument {
  key: string;
  type: SearchType;
  id: string;
  version: number;
  characters: number;
  source: Record<string, unknown>;
}

/** One index for all types, so the type is part of the key. */
export function keyOf(item: { type: SearchType; id: string }): string {
  return `${item.type}:${item.id}`;
}

function worth(document: SearchDocument): number {
  return (1 + Math.log1p(Math.max(document.score, 0)) / 20) * (document.type === 'user' ? OF_A_MEMBER : 1);
}

export function toIndexDocument(document: SearchDocument): IndexDocument {
  const { type, id, version, state, audience, score, isAnswered: answered } = document;
  // What is not live cannot be found, so none of its words are kept.
  const isLive = state === 'live';
  const title = isLive ? cleanText(document.title) : '';
  const body = isLive ? cleanText(document.text) : '';
  const tags = isLive ? document.tags.map(cleanText) : [];
  const titleWords = splitForIndex(title);
  const source = {
    type, id, state, audience, tags, score, answered,
    created: document.createdAt.getTime(),
    worth: worth(document),
    ...(document.authorId === null ? {} : { author: document.authorId }),
    all: [titleWords, splitForIndex(tags.join(' ')), splitForIndex(body)],
    // The title of an answer is its question's.
    title: type === 'answer' ? '' : titleWords,
    heading: title,
    passage: body.slice(0, SHOWN).toWellFormed(),
  };
  return { key: keyOf(document), type, id, version, characters: title.length + body.length, source };
}

/** What is left of a removed thing: its version. The server's own memory of deletions lasts a minute only. */
export function toTombstone(item: { type: SearchType; id: string; version: number }): IndexDocument {
  const { type, id, version } = item;
  return { key: keyOf(item), type, id, version, characters: 0, source: { type, id, state: REMOVED } };
}

/** Batches of bounded size, each thing once: its newest version. */
export function batches(documents: readonly IndexDocument[]): IndexDocument[][] {
  const newest = new Map<string, IndexDocument>();
  for (const document of documents) {
    const known = newest.get(document.key);
    if (!known || document.version >= known.version) newest.set(document.key, document);
  }
  const result: IndexDocument[][] = [];
  let characters = Infinity;
  for (const document of newest.values()) {
    if (characters + document.characters > BATCH_CHARACTERS || result.at(-1)!.length === BATCH_ROWS) {
      result.push([]);
      characters = 0;
    }
    result.at(-1)!.push(document);
    characters += document.characters;
  }
  return result;
}
