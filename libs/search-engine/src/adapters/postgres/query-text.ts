import { type Term, termsOf } from './words-of.js';

/** More words than this make a query slower, not better. */
const MAX_TERMS = 16;

function quoted(word: string): string {
  return `'${word}'`;
}

function sequence(parts: readonly string[]): string {
  return parts.length === 1 ? quoted(parts[0]!) : `(${parts.map(quoted).join(' <-> ')})`;
}

/** What a viewer typed, in to_tsquery's language; only letters, digits and marks ever get into the quotes. */
export class QueryText {
  readonly terms: readonly Term[];
  private readonly phrases: readonly string[];

  constructor(text: string, phrases: readonly string[]) {
    this.terms = termsOf(text).slice(0, MAX_TERMS);
    this.phrases = phrases
      .map((phrase) => termsOf(phrase).slice(0, MAX_TERMS).flatMap((term) => term.parts))
      .filter((parts) => parts.length > 0)
      .map(sequence);
  }

  get isEmpty(): boolean {
    return this.terms.length === 0 && this.phrases.length === 0;
  }

  /** Every word and every phrase. */
  all(): string {
    return [...this.terms.map((term) => sequence(term.parts)), ...this.phrases].join(' & ');
  }

  /** Every word or one of those near it, and every phrase as it is. */
  allNear(near: ReadonlyMap<string, readonly string[]>): string {
    return [...this.nearTerms(near), ...this.phrases].join(' & ');
  }

  /** Any of the words or those near them, and every phrase as it is. */
  anyNear(near: ReadonlyMap<string, readonly string[]>): string {
    const any = this.nearTerms(near);
    return [...(any.length > 0 ? [`(${any.join(' | ')})`] : []), ...this.phrases].join(' & ');
  }

  /** Words that could be misspelt: three letters and more, of a script that has words. */
  correctable(): string[] {
    const words = this.terms.filter((term) => term.parts.length === 1).map((term) => term.parts[0]!.toLowerCase());
    return [...new Set(words)].filter((word) => word.length >= 3 && word.length <= 30 && !/^\p{N}+$/u.test(word));
  }

  private nearTerms(near: ReadonlyMap<string, readonly string[]>): string[] {
    return this.terms.map((term) => {
      const others = term.parts.length === 1 ? (near.get(term.parts[0]!.toLowerCase()) ?? []) : [];
      return others.length === 0 ? sequence(term.parts) : `(${[term.parts[0]!, ...others].map(quoted).join(' | ')})`;
    });
  }
}
