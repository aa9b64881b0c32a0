import { z } from 'zod';
import { DEFAULT_LIMIT, MAX_LIMIT } from '#libs/kernel';

/** A UUID in lower case, as we write them. */
export const Id = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'must be an id').meta({ format: 'uuid' });

export const IdParam = z.strictObject({ id: Id });

/** RFC 3339 in UTC with milliseconds. */
export const Instant = z.string().meta({ format: 'date-time' });

/** Query members of every list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
  cursor: z.string().min(1).max(500).optional(),
};

/** One value or several of a repeatable query parameter, as an array. */
export function repeatable<T extends z.ZodType>(item: T, max: number) {
  return z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(item).max(max)).default([]);
}

/** A page of items, as every list answers. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() });
}

/** Something to see: a letter, a digit, a mark or a picture, not only spaces and invisible characters. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;
const CONTROL = /\p{Cc}/u;

/** Text of one line: trimmed, no line breaks or control characters, length in characters (code points). */
export function line(min: number, max: number) {
  return z
    .string()
    .transform((value) => value.trim().replace(/\s+/gu, ' '))
    .refine((value) => between(value, min, max), `must have ${min} to ${max} characters`)
    .refine((value) => !CONTROL.test(value), 'must not hold control characters')
    .refine((value) => value === '' || VISIBLE.test(value), 'must hold something visible')
    .meta({ minLength: min, maxLength: max });
}

function between(value: string, min: number, max: number): boolean {
  const length = [...value].length;
  return length >= min && length <= max;
}

const MAX_TEXT_BYTES = 64 * 1024;

/** A Markdown body: at least one visible character, at most 64 KB of UTF-8. */
export const MarkdownBody = z
  .string()
  .refine((value) => VISIBLE.test(value), 'must not be empty')
  .refine((value) => Buffer.byteLength(value) <= MAX_TEXT_BYTES, 'must be at most 64 KB')
  .meta({ minLength: 1 });

export const ProblemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string(),
    requestId: z.string(),
    errors: z.array(z.object({ pointer: z.string(), code: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });
