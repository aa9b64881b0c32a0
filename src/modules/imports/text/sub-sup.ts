import type { HtmlNode } from './html-node.js';

const FROM = '0123456789+-=()';
const SUB = '₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎';
const SUP = '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ';
const SUP_FROM = `${FROM}ni`;

/** Markdown has no raised or lowered text: digits and signs become Unicode's own (10⁶ must not read as 106), words stay on the line. */
export function raisedOrLowered(content: string, node: HtmlNode): string {
  const [from, to] = node.nodeName === 'SUP' ? [SUP_FROM, SUP] : [FROM, SUB];
  const text = (node.textContent ?? '').replace('\u2212', '-');
  if (text === '' || text.length > 12) return content;
  const mapped = Array.from(text, (character) => to[from.indexOf(character)] ?? '');
  return mapped.every((character) => character !== '') ? mapped.join('') : content;
}
