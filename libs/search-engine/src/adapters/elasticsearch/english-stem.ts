import { fold } from '../../text/highlight.js';

const ENDING = /(?:ations?|ances?|ences?|ments?|ness|ings?|able|ally|ity|ive|ful|ies|ied|ion|ers?|ors?|als?|ed|es|ly|(?<!s)s|y|e)$/;
const SHORTEST = 3;

/**
 * A word without its usual English ending, for marking what the server has found by its own, exact stemmer.
 * It may cut more than that; the Highlighter then still asks for a usual ending on both words.
 */
export function roughStem(word: string): string {
  let stem = fold(word);
  for (let n = 0; n < 2; n += 1) {
    const shorter = stem.replace(ENDING, '');
    if (shorter.length < SHORTEST || shorter === stem || !/[aeiouy]/.test(shorter)) break;
    stem = shorter.replace(/([bdfgklmnprt])\1$/, '$1');
  }
  return stem;
}
