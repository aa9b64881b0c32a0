import { type HtmlNode, neighbour } from './html-node.js';

const WORD = /[\p{L}\p{N}]/u;
const MARK = '(?:\\\\[!-/:-@[-`{-~]|[\\p{P}\\p{S}])+';
const LEADING = new RegExp(`^${MARK}`, 'u');
const TRAILING = new RegExp(`${MARK}$`, 'u');
const TEXT = 3;

function split(content: string): [string, string, string] {
  const lead = /^(?:\s|\\\n)*/.exec(content)![0];
  const rest = content.slice(lead.length);
  const trail = /(?:\s|\\\n)*$/.exec(rest)![0];
  return [lead, rest.slice(0, rest.length - trail.length), trail];
}

/**
 * Puts marks around an emphasised run so that CommonMark's flanking rules (§6.2) take them as such: white space, and punctuation that
 * touches a word on the other side, move outside the marks. A run that cannot be marked keeps its words and loses the emphasis.
 */
export function emphasised(content: string, node: HtmlNode, mark: '**' | '_' | '~~'): string {
  const [lead, inner, trail] = split(content);
  if (inner === '' || inner.includes('\n\n')) return content;
  const touchesBefore = lead === '' && WORD.test(neighbour(node, 'before'));
  const touchesAfter = trail === '' && WORD.test(neighbour(node, 'after'));
  const before = touchesBefore ? (LEADING.exec(inner)?.[0] ?? '') : '';
  const after = touchesAfter ? (TRAILING.exec(inner.slice(before.length))?.[0] ?? '') : '';
  const core = inner.slice(before.length, inner.length - after.length);
  const canMove = (before === '' || node.firstChild?.nodeType === TEXT) && (after === '' || node.lastChild?.nodeType === TEXT);
  if (core === '' || !canMove) return content;
  const used = mark === '_' && (touchesBefore || touchesAfter) ? '*' : mark;
  return `${lead}${before}${used}${core}${used}${after}${trail}`;
}
