const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const START = '\ue000';
const END = '\ue001';

/** Plain text with the engine's match marks as HTML: everything escaped, matches in <mark>, every mark closed. */
export function markedHtml(text: string): string {
  let isOpen = false;
  const html = text.replace(/[&<>"'\ue000\ue001]/g, (character) => {
    if (character === START && !isOpen) {
      isOpen = true;
      return '<mark>';
    }
    if (character === END && isOpen) {
      isOpen = false;
      return '</mark>';
    }
    return ESCAPES[character] ?? '';
  });
  return isOpen ? `${html}</mark>` : html;
}

export function withoutMarks(text: string): string {
  return text.replaceAll(START, '').replaceAll(END, '');
}
