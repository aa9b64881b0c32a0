import { TypedWords } from '../../text/typed-words.js';
import type { Term } from '../../text/words-of.js';

function quoted(word: string): string {
  return `'${word}'`;
}

function sequence(parts: readonly string[]): string {
  return parts.length === 1 ? quoted(parts[0]!) : `(${parts.map(quoted).join(' <-> ')})`;
}

/** What a viewer typed, in to_tsquery's language; only letters, digits and marks ever get into the quotes. */
export class QueryText {
  private readonly typed: TypedWords;
  private readonly phrases: readonly string[];

  constructor(text: string, phrases: readonly string[]) {
    this.typed = new TypedWords(text, phrases);
    this.phrases = this.typed.phrases.map(sequence);
  }

  get terms(): readonly Term[] {
    return this.typed.terms;
  }

  get isEmpty(): boolean {
    return this.typed.isEmpty;
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

  correctable(): string[] {
    return this.typed.correctable();
  }

  private nearTerms(near: ReadonlyMap<string, readonly string[]>): string[] {
    return this.terms.map((term) => {
      const others = term.parts.length === 1 ? (near.get(term.parts[0]!.toLowerCase()) ?? []) : [];
      return others.length === 0 ? sequence(term.parts) : `(${[term.parts[0]!, ...others].map(quoted).join(' | ')})`;
    });
  }
}
