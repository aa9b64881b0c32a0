const START = '\u0086';
const END = '\u0087';
const LEFT_OUT = '\u0091';
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', [LEFT_OUT]: '&hellip;' };
const MARKED: Readonly<Record<string, string>> = { ...ESCAPES, [START]: '<mark>', [END]: '</mark>' };
const SPECIAL = /[&<>"'\u0086\u0087\u0091]/g;
const MARKS = /[\u0086\u0087]/g;
const PAIRED = /^[^\u0086\u0087]*(?:\u0086[^\u0086\u0087]*\u0087[^\u0086\u0087]*)*$/;

export function withoutMarks(text: string): string {
  return text.replace(MARKS, '');
}

/**
 * Plain text with the engine's marks as HTML: everything escaped, matches in <mark>, an ellipsis where text is left out (as an entity: the
 * character would make each answer take twice the memory). Marks of matches that do not pair are left out, all of them.
 */
export function markedHtml(text: string): string {
  const meanings = PAIRED.test(text) ? MARKED : ESCAPES;
  return text.replace(SPECIAL, (character) => meanings[character] ?? '');
}
