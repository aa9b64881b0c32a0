const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const START = '\ue000';
const END = '\ue001';
const MARKED_WELL = /^[^\ue000\ue001]*(?:\ue000[^\ue000\ue001]*\ue001[^\ue000\ue001]*)*$/;

function escapeHtml(text: string): string {
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (character) => ESCAPES[character]!) : text;
}

export function withoutMarks(text: string): string {
  return text.replaceAll(START, '').replaceAll(END, '');
}

/** Plain text with the engine's match marks as HTML: everything escaped, matches in <mark>. Marks that do not pair are left out, all of them. */
export function markedHtml(text: string): string {
  if (!MARKED_WELL.test(text)) return escapeHtml(withoutMarks(text));
  return escapeHtml(text).replaceAll(START, '<mark>').replaceAll(END, '</mark>');
}
