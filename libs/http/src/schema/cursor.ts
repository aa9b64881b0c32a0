import { z } from 'zod';
import { AppError } from '#libs/kernel';
import { CURSOR_INVALID } from '../problem/http.errors.js';

const EXACT = /^(?!0000)\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/;

/** Has PostgreSQL's calendar this moment? JavaScript would silently make 2 March of 30 February. */
function exists(instant: string): boolean {
  const date = new Date(instant);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(instant.slice(0, 23));
}

/** A sort value of type timestamptz, as `to_char` gives it with microseconds. Anything that PostgreSQL could not read is refused here. */
export const CursorInstant = z.string().regex(EXACT).refine(exists);

const LARGEST_INT = 2_147_483_647;

/** A sort value of type int, or its negative. */
export const CursorInt = z.int().min(-LARGEST_INT).max(LARGEST_INT);

/** A sort value of type text. */
export const CursorText = z.string().max(200).refine((value) => value.isWellFormed() && !value.includes('\0'));

/** An opaque cursor from the sort values of a page's last row. Dates are kept to the microsecond only when passed as strings. */
export function encodeCursor(values: readonly (string | number | boolean | null)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

/**
 * The sort values of a cursor that `encodeCursor` made for the same list. The schema must let pass only what the query can take:
 * `CursorInstant`, `CursorInt`, `CursorText`, `Id`.
 * @throws REQUEST.CURSOR_INVALID
 */
export function decodeCursor<S extends z.ZodType>(schema: S, cursor: string): z.output<S> {
  const result = schema.safeParse(parse(cursor));
  if (!result.success) throw new AppError(CURSOR_INVALID, { errors: [{ pointer: '/query/cursor', code: 'invalid_cursor', message: 'is not a cursor of this list' }] });
  return result.data;
}

/** Cuts one row too many off a page and makes the cursor of the last row that stays. */
export function toPage<R, T>(rows: readonly R[], limit: number, sortValues: (row: R) => (string | number | boolean | null)[], present: (row: R) => T): { items: T[]; nextCursor: string | null } {
  const kept = rows.slice(0, limit);
  const last = kept.at(-1);
  return { items: kept.map(present), nextCursor: rows.length > limit && last !== undefined ? encodeCursor(sortValues(last)) : null };
}
