/** Longer runs of letters are keys, hashes and base64: nobody types them into a search box. */
const MAX_WORD = 64;

// Letters of scripts that are written without spaces, with the marks that belong to them.
const UNSPACED = String.raw`[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]\p{M}*`;
const UNSPACED_LETTER = new RegExp(UNSPACED, 'gu');
const SEGMENT = new RegExp(`(?:${UNSPACED})+|(?:(?!${UNSPACED})[\\p{L}\\p{N}\\p{M}])+`, 'gu');
const HAS_UNSPACED = new RegExp(UNSPACED, 'u');

/** A word, or a run of unspaced letters that must stand in this order. */
export interface Term {
  readonly parts: readonly string[];
}

/** The words of a text. `parts` has one entry for a word, and one per letter for a run of unspaced script. */
export function termsOf(text: string): Term[] {
  const terms: Term[] = [];
  for (const [segment] of text.normalize('NFKC').matchAll(SEGMENT)) {
    if (HAS_UNSPACED.test(segment)) terms.push({ parts: segment.match(UNSPACED_LETTER)! });
    else if (segment.length <= MAX_WORD) terms.push({ parts: [segment] });
  }
  return terms;
}

/** The same words with spaces between, for to_tsvector. */
export function splitForIndex(text: string): string {
  return termsOf(text).flatMap((term) => term.parts).join(' ');
}
