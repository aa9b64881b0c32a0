/** Text that is HTML already. */
export class SafeHtml {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

type Part = SafeHtml | string | number | false | null | undefined | readonly Part[];

function toHtml(part: Part): string {
  if (part instanceof SafeHtml) return part.text;
  if (Array.isArray(part)) return part.map(toHtml).join('');
  if (part === false || part === null || part === undefined) return '';
  return String(part).replace(/[&<>"']/g, (character) => ESCAPES[character]!);
}

/** Template tag: whatever is put in is escaped for text and quoted attributes, unless it is HTML made by this tag. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): SafeHtml {
  return new SafeHtml(strings.reduce((text, piece, i) => text + toHtml(parts[i - 1]) + piece));
}
