import type { estypes } from '@elastic/elasticsearch';
import { fold, wrongLettersIn } from '../../text/highlight.js';
import type { Mode } from '../../text/search-cursor.js';
import { isCorrectable, TypedWords } from '../../text/typed-words.js';
import type { Term } from '../../text/words-of.js';
import { roughStem } from './english-stem.js';
import { STOP_WORDS } from './stop-words.js';

type Query = estypes.QueryDslQueryContainer;
type Place = 'all' | 'title';

/** Words of the index that stand for a misspelt one, at most. */
const MAX_EXPANSIONS = 24;

function isStop(word: string): boolean {
  return STOP_WORDS.has(fold(word));
}

/** What a viewer typed, as queries of the server. Words only ever become values of match and fuzzy queries: none is parsed as a command. */
export class QueryWords {
  private readonly typed: TypedWords;
  private readonly terms: readonly Term[];
  private readonly phrases: readonly (readonly string[])[];

  constructor(text: string, phrases: readonly string[]) {
    this.typed = new TypedWords(text, phrases);
    this.terms = this.typed.terms.filter((term) => term.parts.length > 1 || !isStop(term.parts[0]!));
    this.phrases = this.typed.phrases.filter((parts) => !parts.every(isStop));
  }

  get isEmpty(): boolean {
    return this.typed.isEmpty;
  }

  /** The ways to read them that can find something, in the order in which they are tried. */
  modes(): Mode[] {
    const left = this.terms.length > 0 || this.phrases.length > 0;
    const correctable = this.terms.filter(isCorrectable);
    const modes: Mode[] = left ? ['exact', 'title'] : ['title'];
    if (correctable.length > 0) modes.push('near');
    if (correctable.some((term) => wrongLettersIn(term.parts[0]!) > 1)) modes.push('far');
    if (this.typed.terms.length > 1 && this.terms.length > 0) modes.push('any');
    return modes;
  }

  /** Things that have the words: all of them, or any with mode `any`; every phrase in either case. */
  found(mode: Mode): Query {
    if (mode === 'title') return { bool: { must: [...this.typed.terms.map((term) => written(term, 'title.word')), ...this.typed.phrases.map((parts) => inOrder(parts, 'title.word'))] } };
    const words = this.terms.map((term) => clause(term, 'all', mode));
    const phrases = this.phrases.map((parts) => inOrder(parts, 'all'));
    return { bool: { must: [...(mode === 'any' ? [{ bool: { should: words, minimum_should_match: 1 } }] : words), ...phrases] } };
  }

  /** What lifts a thing above the others: a title that has the words. */
  titled(mode: Mode): Query {
    const words = this.terms.map((term) => clause(term, 'title', mode));
    const phrases = this.phrases.map((parts) => inOrder(parts, 'title'));
    return { bool: mode === 'any' ? { should: [...words, ...phrases], minimum_should_match: 1 } : { must: [...words, ...phrases] } };
  }

  /** For marking: stems, and words that are misspelt. */
  marks(mode: Mode): { stems: string[]; misspelt: string[] } {
    const words = mode === 'title' ? this.typed.terms : this.terms;
    const all = [...words.map((term) => term.parts), ...(mode === 'title' ? this.typed.phrases : this.phrases)].flat();
    const stems = all.map((word) => (mode === 'title' ? fold(word) : roughStem(word)));
    const misspelt = mode === 'exact' || mode === 'title' ? [] : this.terms.filter(isCorrectable).map((term) => fold(term.parts[0]!));
    return { stems, misspelt };
  }
}

function inOrder(parts: readonly string[], field: string): Query {
  return { match_phrase: { [field]: { query: parts.join(' ') } } };
}

function written(term: Term, field: string): Query {
  return term.parts.length === 1 ? { match: { [field]: { query: term.parts[0]!, operator: 'and' } } } : inOrder(term.parts, field);
}

/** A word as it is, or as it may have been meant. */
function clause(term: Term, place: Place, mode: Mode): Query {
  const exact = written(term, place);
  if (mode === 'exact' || mode === 'title' || !isCorrectable(term)) return exact;
  const word = fold(term.parts[0]!);
  const fuzziness = mode === 'far' ? wrongLettersIn(word) : 1;
  const near: Query = { fuzzy: { [`${place}.word`]: { value: word, fuzziness, transpositions: true, prefix_length: 0, max_expansions: MAX_EXPANSIONS } } };
  return { bool: { should: [exact, near], minimum_should_match: 1 } };
}
