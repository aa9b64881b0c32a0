const ENTITY = /&(?=#?[A-Za-z0-9]{1,32};)/g;
const ALWAYS = /[\\`*[\]<~]/g;
/** An underscore inside a word is no mark; at its edge it is. */
const UNDERSCORE = /(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;
const LINE_STARTS: readonly (readonly [RegExp, string])[] = [
  [/^(#{1,6})(?=\s|$)/, '\\$1'],
  [/^([>|-])/, '\\$1'],
  [/^(\+)(?=\s|$)/, '\\$1'],
  [/^(=+|:)(?=[\s-]|$)/, '\\$1'],
  [/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2'],
];

/** Text as Markdown that reads as that text. `beforeLink`: a link follows at once, and `!` would turn it into a picture. */
export function escapeMarkdown(text: string): string {
  const inline = text.replace(ALWAYS, '\\$&').replace(UNDERSCORE, '\\_').replace(ENTITY, '\\&').replace(/!$/, '\\!');
  return LINE_STARTS.reduce((line, [pattern, escaped]) => line.replace(pattern, escaped), inline);
}

/** A link's address between its brackets. */
export function escapeDestination(url: string): string {
  const escaped = url.trim().replace(/\s+/g, '%20').replace(/[<>()\\]/g, '\\$&').replace(ENTITY, '\\&');
  return escaped === '' ? '<>' : escaped;
}

/** A link's title with its quotes, or nothing. */
export function titlePart(title: string | null | undefined): string {
  const flat = (title ?? '').replace(/\s+/g, ' ').trim();
  return flat === '' ? '' : ` "${flat.replace(/["\\]/g, '\\$&').replace(ENTITY, '\\&')}"`;
}
