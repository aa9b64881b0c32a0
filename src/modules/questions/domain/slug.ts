const MAX_SLUG = 80;
// Marks are letters' companions in many scripts (Hindi, Thai).
const TAG = /^[\p{Ll}\p{Lo}\p{N}][\p{Ll}\p{Lo}\p{Lm}\p{M}\p{N}+#.-]{0,34}$/u;

/** The readable part of a question's address. Never empty, never the key of anything. */
export function slugOf(title: string): string {
  const words = title
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return [...words].slice(0, MAX_SLUG).join('').replace(/-+$/, '') || 'question';
}

/** A tag as it is kept: lower case, spaces to hyphens. Null when it cannot be one. */
export function normaliseTag(value: string): string | null {
  const slug = value.trim().normalize('NFC').toLowerCase().replace(/\s+/gu, '-');
  return TAG.test(slug) ? slug : null;
}
