import { type Term, termsOf } from './words-of.js';

/** More words than this make a query slower, not better. */
const MAX_TERMS = 16;

/** What a viewer typed, as words: nothing in it is a command. */
export class TypedWords {
  readonly terms: readonly Term[];
  /** Each with its words in order. */
  readonly phrases: readonly (readonly string[])[];

  constructor(text: string, phrases: readonly string[]) {
    this.terms = each(termsOf(text)).slice(0, MAX_TERMS);
    this.phrases = phrases
      .map((phrase) => termsOf(phrase).slice(0, MAX_TERMS).flatMap((term) => term.parts))
      .filter((parts) => parts.length > 0);
  }

  get isEmpty(): boolean {
    return this.terms.length === 0 && this.phrases.length === 0;
  }

  /** Words that could be misspelt: three letters and more, of a script that has words. In lower case, each once. */
  correctable(): string[] {
    return [...new Set(this.terms.filter(isCorrectable).map((term) => term.parts[0]!.toLowerCase()))];
  }
}

/** A word that is typed twice asks for nothing more. */
function each(terms: readonly Term[]): Term[] {
  return [...new Map(terms.map((term) => [term.parts.join(' '), term])).values()];
}

export function isCorrectable(term: Term): boolean {
  const [word] = term.parts;
  return term.parts.length === 1 && word!.length >= 3 && word!.length <= 30 && !/^\p{N}+$/u.test(word!);
}
