/** The little of the DOM that the conversion rules look at; turndown's own types need the browser's, which a server does not load. */
export interface HtmlNode {
  readonly nodeName: string;
  readonly nodeType: number;
  readonly nodeValue: string | null;
  readonly textContent: string | null;
  readonly parentNode: HtmlNode | null;
  readonly previousSibling: HtmlNode | null;
  readonly nextSibling: HtmlNode | null;
  readonly firstChild: HtmlNode | null;
  readonly lastChild: HtmlNode | null;
  readonly className?: string;
  getAttribute?(name: string): string | null;
}

const TEXT = 3;
const INLINE = new Set('A ABBR B CITE CODE DEL EM FONT I INS KBD MARK Q S SAMP SMALL SPAN STRIKE STRONG SUB SUP TT U VAR'.split(' '));

/** The nearest thing on that side of a node within its block: a character of text, an element's name, or '' at the block's edge. */
export function neighbour(node: HtmlNode, side: 'before' | 'after'): string {
  const sibling = side === 'before' ? node.previousSibling : node.nextSibling;
  if (sibling === null) {
    const parent = node.parentNode;
    return parent !== null && INLINE.has(parent.nodeName) ? neighbour(parent, side) : '';
  }
  const text = (sibling.nodeType === TEXT ? sibling.nodeValue : INLINE.has(sibling.nodeName) ? sibling.textContent : null) ?? null;
  if (text === null) return '';
  if (text === '') return neighbour(sibling, side);
  const characters = Array.from(side === 'before' ? text.slice(-2) : text.slice(0, 2));
  return (side === 'before' ? characters.at(-1) : characters[0]) ?? '';
}

/** True when nothing but white space follows in the same block. */
export function isLastInBlock(node: HtmlNode): boolean {
  for (let next = node.nextSibling; next !== null; next = next.nextSibling) {
    if (next.nodeType === TEXT ? (next.nodeValue ?? '').trim() !== '' : true) return false;
  }
  const parent = node.parentNode;
  return parent === null || !INLINE.has(parent.nodeName) || isLastInBlock(parent);
}
