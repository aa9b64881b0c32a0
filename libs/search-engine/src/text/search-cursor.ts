import { z } from 'zod';
import { AppError } from '#libs/kernel';
import type { SearchQuery } from '../search-engine.port.js';
import { SEARCH_CURSOR_INVALID } from '../search-engine.errors.js';

/** How the words are read: as they are; in titles with the stop words; with those one letter away, or two; any of them. Tried in this order. */
export const MODES = ['exact', 'title', 'near', 'far', 'any'] as const;
export type Mode = (typeof MODES)[number];

/** Where a page ended. `asOf` keeps things that were created later from moving the pages that follow. */
export interface SearchCursor {
  /** Who gave it: one engine's ranks mean nothing to another. */
  engine: string;
  mode: Mode;
  sort: SearchQuery['sort'];
  asOf: Date;
  rank: number;
  score: number;
  at: Date;
  id: string;
}

const moment = z.number().int().min(0).max(8.64e15).transform((ms) => new Date(ms));
const Shape = z.tuple([
  z.enum(MODES),
  z.enum(['relevance', 'new', 'score']),
  moment,
  z.number().min(0).max(1e6),
  z.number().int().min(-2147483648).max(2147483647),
  moment,
  z.uuid(),
  z.string().max(20),
]);

export function encodeSearchCursor(cursor: SearchCursor): string {
  const { engine, mode, sort, asOf, rank, score, at, id } = cursor;
  return Buffer.from(JSON.stringify([mode, sort, asOf.getTime(), rank, score, at.getTime(), id, engine])).toString('base64url');
}

/** @throws SEARCH.CURSOR_INVALID also when it belongs to another order */
export function decodeSearchCursor(text: string, expectedSort: SearchQuery['sort']): SearchCursor {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    parsed = undefined;
  }
  const result = Shape.safeParse(parsed);
  if (!result.success || result.data[1] !== expectedSort) {
    throw new AppError(SEARCH_CURSOR_INVALID, { errors: [{ pointer: '/query/cursor', code: 'invalid_cursor', message: 'is not a cursor of this search' }] });
  }
  const [mode, sort, asOf, rank, score, at, id, engine] = result.data;
  return { engine, mode, sort, asOf, rank, score, at, id };
}
