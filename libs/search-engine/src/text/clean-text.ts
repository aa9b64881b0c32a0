const MAX_TEXT = 65_536;

// NUL, which no engine keeps well, and the three marks of highlights.
// oxlint-disable-next-line no-control-regex -- these are the characters that are taken out
const UNWANTED = /[\u0000\u0086\u0087\u0091]/g;

/** A text as it is indexed and shown: of bounded length, well-formed, without the marks of highlights. */
export function cleanText(text: string): string {
  return text.slice(0, MAX_TEXT).toWellFormed().replace(UNWANTED, '');
}
