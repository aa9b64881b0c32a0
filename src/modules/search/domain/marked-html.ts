const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const START = '\ue000';
const END = '\ue001';
const MARKS = /[\ue000\ue001]/g;

function escapeHtml(text: string): string {
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (character) => ESCAPES[character]!) : text;
}

export function withoutMarks(text: string): string {
  return text.replace(MARKS, '');
}

/** Plain text with the engine's match marks as HTML: everything escaped, matches in <mark>. Marks that do not pair are left out, all of them. */
export function markedHtml(text: string): string {
  const [before = '', ...rest] = text.split(START);
  if (before.includes(END)) return escapeHtml(withoutMarks(text));
  let html = escapeHtml(before);
  for (const part of rest) {
    const [match, after, ...more] = part.split(END);
    if (after === undefined || more.length > 0) return escapeHtml(withoutMarks(text));
    html += `<mark>${escapeHtml(match!)}</mark>${escapeHtml(after)}`;
  }
  return html;
}
