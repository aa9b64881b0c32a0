const MAX_DEPTH = 32;

function isBad(text: string): boolean {
  return text.includes('\0') || !text.isWellFormed();
}

/**
 * The JSON pointer of the first string (or key) that PostgreSQL could not keep as it is: one with U+0000 or a lone surrogate;
 * also of anything nested deeper than any of our schemas. Null when all is well.
 */
export function findBadText(value: unknown, pointer = '', depth = 0): string | null {
  if (typeof value === 'string') return isBad(value) ? pointer : null;
  if (typeof value !== 'object' || value === null) return null;
  if (depth >= MAX_DEPTH) return pointer;
  for (const [key, inner] of Object.entries(value)) {
    if (isBad(key)) return pointer;
    const found = findBadText(inner, `${pointer}/${key}`, depth + 1);
    if (found !== null) return found;
  }
  return null;
}
