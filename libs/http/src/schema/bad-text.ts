import type { FieldError } from '#libs/kernel';
import { pointerTo } from './json-pointer.js';

/** Deeper than any schema of ours. */
const MAX_DEPTH = 32;

function isBad(text: string): boolean {
  return text.includes('\0') || !text.isWellFormed();
}

function badText(pointer: string): FieldError {
  return { pointer, code: 'invalid_text', message: 'holds a NUL or half a character' };
}

/**
 * The first string (or key) that PostgreSQL could not keep as it is, one with U+0000 or a lone surrogate, or the place where the value
 * is nested too deep. Null when all is well.
 * @param pointer where the value stands
 */
export function findBadText(value: unknown, pointer = '', depth = 0): FieldError | null {
  if (typeof value === 'string') return isBad(value) ? badText(pointer) : null;
  if (typeof value !== 'object' || value === null) return null;
  if (depth >= MAX_DEPTH) return { pointer, code: 'too_deep', message: `is nested deeper than ${MAX_DEPTH} levels` };
  for (const [key, inner] of Object.entries(value)) {
    if (isBad(key)) return badText(pointer);
    const found = findBadText(inner, pointerTo(pointer, key), depth + 1);
    if (found !== null) return found;
  }
  return null;
}
