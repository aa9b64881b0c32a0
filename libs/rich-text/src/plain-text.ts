import type { Token } from 'markdown-it';
import { EXCERPT_CHARACTERS } from './limits.js';
import { parseMarkdown } from './markdown-parser.js';

// Controls and invisible direction marks: in a list they would reach beyond the text they came with.
// oxlint-disable-next-line no-control-regex -- these are the characters that are taken out
const INVISIBLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g;

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', '#39': "'" };

function inlineText(tokens: readonly Token[]): string {
  let text = '';
  for (const token of tokens) {
    if (token.type === 'text' || token.type === 'code_inline') text += token.content;
    else if (token.type === 'softbreak' || token.type === 'hardbreak') text += '\n';
    else if (token.type === 'image') text += inlineText(token.children ?? []);
  }
  return text;
}

/** The words of already parsed Markdown, one block per line. `withCode` keeps code blocks. */
export function tokensToText(tokens: readonly Token[], withCode: boolean): string {
  const blocks: string[] = [];
  for (const token of tokens) {
    if (token.type === 'inline') blocks.push(inlineText(token.children ?? []));
    else if (withCode && (token.type === 'fence' || token.type === 'code_block')) blocks.push(token.content.trimEnd());
  }
  return tidy(blocks.join('\n'));
}

function tidy(text: string): string {
  return text.toWellFormed().replace(INVISIBLE, '').trim();
}

/** Markdown without its marks, code included: what a search index reads. @throws TextTooComplexError */
export function plainText(markdown: string): string {
  return tokensToText(parseMarkdown(markdown).tokens, true);
}

/** The words of HTML that this lib wrote. Not a sanitiser: the result is text and must be escaped again where HTML is wanted. */
export function htmlToText(html: string): string {
  const text = html
    .replace(/<img\b[^>]*?\balt="([^"]*)"[^>]*>/g, '$1')
    .replace(/<\/?(?:p|div|li|ul|ol|h[1-6]|pre|blockquote|table|thead|tbody|tr|td|th|hr|br)\b[^>]*>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,5});/gi, (whole, name: string) => ENTITIES[name.toLowerCase()] ?? numeric(name) ?? whole);
  return tidy(text.replace(/[ \t]*\n\s*/g, '\n'));
}

function numeric(name: string): string | null {
  if (!name.startsWith('#')) return null;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : null;
}

/** The beginning of a text in one line, cut between words, at most `limit` characters with its ellipsis. */
export function excerptOf(text: string, limit: number = EXCERPT_CHARACTERS): string {
  // Twice the limit in UTF-16 units holds `limit` code points; a little more tells whether there is a rest.
  const flat = tidy(text.slice(0, limit * 8)).replace(/\s+/gu, ' ');
  const characters = Array.from(flat);
  if (characters.length <= limit) return flat;
  const head = characters.slice(0, limit - 1);
  const space = head.lastIndexOf(' ');
  // Scripts without spaces, or one endless word, are cut in the middle, but never between a letter and its marks.
  let end = space > limit / 2 ? space : head.length;
  while (end > 0 && /^(?:\p{M}|\u200d)/u.test(characters[end]!)) end -= 1;
  return `${head.slice(0, end).join('').trimEnd()}…`;
}
