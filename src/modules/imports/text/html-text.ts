const BLOCK_EDGE = /<\/?(?:p|div|li|ul|ol|dl|dt|dd|h[1-6]|pre|blockquote|table|thead|tbody|tfoot|tr|td|th|caption|hr|br|section|center)\b[^<>]*>/gi;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' };

/**
 * The words of HTML on one line, for comparing two texts: blocks are separated, marks are not seen, pictures have no words,
 * compatibility characters (², ﬁ) count as what they stand for.
 * @param character what a named character reference stands for
 */
export function wordsOf(html: string, character: (name: string) => string): string {
  return html
    .replace(/<!--[^]*?-->/g, '')
    .replace(BLOCK_EDGE, ' ')
    .replace(/<\/?[A-Za-z][^<>]*>/g, '')
    .replace(/&(#x?)?(\w+);/gi, (whole: string, number: string | undefined, name: string) => (number ? numbered(number, name) : (NAMED[name] ?? character(name))) ?? whole)
    .normalize('NFKC')
    .replace(/\u2212/g, '-')
    .replace(/\s+/g, ' ')
    .trim();
}

function numbered(kind: string, digits: string): string | undefined {
  const code = Number.parseInt(digits, kind.length === 2 ? 16 : 10);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
