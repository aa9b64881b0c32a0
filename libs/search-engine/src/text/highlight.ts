import { LEFT_OUT, MATCH_END, MATCH_START } from '../search-engine.port.js';
import { editDistance } from './edit-distance.js';
import { termsOf } from './words-of.js';

const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const SUFFIX = /^(?:e|es|s|ed|d|er|ers|ing|ings|ly|y|ies|ion|ions|ation|ations|able|al|ally|ance|ence|ity|ive|ful|ness|ment|ments|or|ors)$/;
/** Behind a stem this long whatever is short is an ending. */
const LONG_STEM = 6;
const LONGEST_ENDING = 5;
const DOUBLED = /^(.)(?:ed|er|ers|ing|ings)$/;
/** ß, ø and the like do not decompose. */
const LETTERS: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', æ: 'ae', œ: 'oe', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' };

/** Other than one blank at a time. */
const SPACES = /[^\S ]| {2}/u;

const NOT_ASCII = /[\u0080-\uffff]/;

const PASSAGE = 240;
const LEAD = 60;
const HEAD = 500;

/** In lower case and without accents. */
export function fold(word: string): string {
  const lower = word.toLowerCase();
  // Most words are ASCII and need no folding.
  if (!NOT_ASCII.test(lower)) return lower;
  return lower.normalize('NFKD').replace(/\p{M}/gu, '').replace(/[ßøæœłđðþı]/g, (letter) => LETTERS[letter]!);
}

function isFormOf(word: string, lexeme: string): boolean {
  if (word === lexeme) return true;
  if (word.startsWith(lexeme)) {
    const rest = word.slice(lexeme.length);
    if (lexeme.length >= LONG_STEM && rest.length <= LONGEST_ENDING) return true;
    return SUFFIX.test(rest) || DOUBLED.exec(rest)?.[1] === lexeme.at(-1);
  }
  // English stems end in i where the word has y: happi, happy, happiness.
  if (!lexeme.endsWith('i')) return false;
  const stem = lexeme.slice(0, -1);
  return word.startsWith(stem) && /^(?:y|ies|ied|ier|iest|ily|iness)$/.test(word.slice(stem.length));
}

function isAsciiWordUnit(unit: number): boolean {
  return (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x30 && unit <= 0x39);
}

/** The words of a query as PostgreSQL prints it. */
export function lexemesOf(tsquery: string): string[] {
  return [...tsquery.matchAll(/'((?:[^']|'')+)'/g)].map((match) => match[1]!);
}

/** How many letters of a word of this length may be wrong, at most. */
export function wrongLettersIn(word: string): number {
  return word.length >= 7 ? 2 : 1;
}

interface Span {
  from: number;
  to: number;
}

function inOrder(spans: readonly Span[]): boolean {
  return spans.every((span, i) => i === 0 || spans[i - 1]!.from <= span.from);
}

/** Most passages are that already, and are looked at only. */
function inOneLine(text: string): string {
  return (SPACES.test(text) ? text.replace(/\s+/gu, ' ') : text).trim().toWellFormed();
}

/**
 * Marks matches in texts, alike for every engine. It takes the stems that were looked for and recognises their usual English forms, so it may
 * miss an odd form; PostgreSQL's ts_headline would not, but it parses every text anew (a quarter of the whole search) and knows no unspaced scripts.
 */
export class Highlighter {
  private readonly lexemes: readonly string[];
  private readonly runs: readonly string[];
  private readonly known = new Map<string, boolean>();

  /**
   * @param lexemes stems that were looked for; @param text what was typed, for its runs of unspaced script;
   * @param misspelt words that stand for whatever is one letter away (two in long words)
   */
  constructor(
    lexemes: readonly string[],
    text: string,
    private readonly misspelt: readonly string[] = [],
  ) {
    const unspaced = termsOf(text).filter((term) => term.parts.length > 1 || term.parts[0]!.length === 1);
    this.runs = unspaced.map((term) => term.parts.join(''));
    this.lexemes = lexemes.map(fold).filter((lexeme) => lexeme.length > 1);
  }

  /** The whole text with its matches marked. */
  mark(text: string): string {
    return this.marked(text, this.spans(text));
  }

  /** A passage of the text around its first match, in one line. */
  passage(text: string): string {
    const first = this.first(text);
    const from = first === undefined || first.from <= LEAD ? 0 : this.wordStart(text, first.from - LEAD, first.from);
    const to = this.wordEnd(text, from + PASSAGE);
    const cut = inOneLine(text.slice(from, to));
    const body = this.marked(cut, this.spans(cut));
    return `${from > 0 ? LEFT_OUT : ''}${body}${to < text.length ? LEFT_OUT : ''}`;
  }

  /** Mostly near the beginning, and the rest of the text is not looked at. */
  private first(text: string): Span | undefined {
    const [near] = this.spans(text.slice(0, HEAD), 1);
    return text.length <= HEAD || (near && near.to < HEAD) ? near : this.spans(text, 1)[0];
  }

  private spans(text: string, limit = Infinity): Span[] {
    const spans: Span[] = [];
    for (const run of this.runs) spans.push(...this.occurrences(text, run, limit));
    // Most texts are ASCII; there stems are looked up without cutting the whole text into words.
    if (this.misspelt.length > 0 || (this.lexemes.length > 0 && NOT_ASCII.test(text))) spans.push(...this.words(text, limit));
    else if (this.lexemes.length > 0) this.asciiWords(text, limit, spans);
    return inOrder(spans) ? spans : spans.sort((a, b) => a.from - b.from);
  }

  private words(text: string, limit: number): Span[] {
    const spans: Span[] = [];
    for (const match of text.matchAll(WORD)) {
      if (!this.matches(match[0])) continue;
      spans.push({ from: match.index, to: match.index + match[0].length });
      if (spans.length >= limit) break;
    }
    return spans;
  }

  private asciiWords(text: string, limit: number, spans: Span[]): void {
    const lower = text.toLowerCase();
    for (const lexeme of this.lexemes) {
      const stem = lexeme.endsWith('i') ? lexeme.slice(0, -1) : lexeme;
      let found = 0;
      for (let at = lower.indexOf(stem); at >= 0 && found < limit; at = lower.indexOf(stem, at + 1)) {
        if (at > 0 && isAsciiWordUnit(lower.charCodeAt(at - 1))) continue;
        let to = at + stem.length;
        while (to < lower.length && isAsciiWordUnit(lower.charCodeAt(to))) to += 1;
        if (!isFormOf(lower.slice(at, to), lexeme)) continue;
        spans.push({ from: at, to });
        found += 1;
      }
    }
  }

  private occurrences(text: string, run: string, limit: number): Span[] {
    const found: Span[] = [];
    for (let at = text.indexOf(run); at >= 0 && found.length < limit; at = text.indexOf(run, at + run.length)) found.push({ from: at, to: at + run.length });
    return found;
  }

  private matches(word: string): boolean {
    let known = this.known.get(word);
    if (known === undefined) {
      const folded = fold(word);
      known = this.lexemes.some((lexeme) => isFormOf(folded, lexeme)) || this.misspelt.some((typed) => this.isNear(folded, typed));
      this.known.set(word, known);
    }
    return known;
  }

  private isNear(word: string, typed: string): boolean {
    const most = wrongLettersIn(typed);
    return word.length > 1 && editDistance(word, typed, most) <= most;
  }

  private marked(text: string, spans: readonly Span[]): string {
    let html = '';
    let end = 0;
    for (const span of spans) {
      if (span.from < end) continue;
      html += text.slice(end, span.from) + MATCH_START + text.slice(span.from, span.to) + MATCH_END;
      end = span.to;
    }
    return html + text.slice(end);
  }

  private wordStart(text: string, from: number, limit: number): number {
    const space = text.slice(from, limit).search(/\s/u);
    return space < 0 ? from : from + space + 1;
  }

  private wordEnd(text: string, to: number): number {
    if (to >= text.length) return text.length;
    const space = text.lastIndexOf(' ', to);
    return space > to - 40 ? space : to;
  }
}
