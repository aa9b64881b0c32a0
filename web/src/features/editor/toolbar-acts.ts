import type { IconName } from '../../design/icons.js';
import type { MessageKey } from '../../i18n/messages.js';

/** A text and what is selected in it. */
export interface Selection {
  text: string;
  start: number;
  end: number;
}

export interface ToolbarAct {
  icon: IconName;
  label: MessageKey;
  /** With Ctrl or Cmd. */
  shortcut?: string;
  apply: (selection: Selection, placeholder: string) => Selection;
}

/** Puts marks around the selection, or takes them away when they are there. */
export function surround({ text, start, end }: Selection, before: string, after: string, placeholder: string): Selection {
  const isAround = text.slice(start - before.length, start) === before && text.slice(end, end + after.length) === after;
  if (isAround) {
    const inner = text.slice(start, end);
    return { text: text.slice(0, start - before.length) + inner + text.slice(end + after.length), start: start - before.length, end: end - before.length };
  }
  const inner = text.slice(start, end) || placeholder;
  const at = start + before.length;
  return { text: text.slice(0, start) + before + inner + after + text.slice(end), start: at, end: at + inner.length };
}

/** Puts a mark before every selected line, or takes it away when all lines have it. */
export function prefixLines({ text, start, end }: Selection, mark: (line: number) => string, pattern: RegExp): Selection {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const next = text.indexOf('\n', Math.max(end - 1, start));
  const to = next === -1 ? text.length : next;
  const lines = text.slice(from, to).split('\n');
  const isMarked = lines.every((line) => pattern.test(line));
  const changed = lines.map((line, index) => (isMarked ? line.replace(pattern, '') : mark(index) + line.replace(pattern, ''))).join('\n');
  return { text: text.slice(0, from) + changed + text.slice(to), start: from, end: from + changed.length };
}

function codeBlock(selection: Selection, placeholder: string): Selection {
  const isLineStart = selection.start === 0 || selection.text[selection.start - 1] === '\n';
  return surround(selection, `${isLineStart ? '' : '\n'}\`\`\`\n`, '\n```\n', placeholder);
}

function link(selection: Selection, placeholder: string): Selection {
  const chosen = selection.text.slice(selection.start, selection.end);
  const isAddress = /^https?:\/\/\S+$/.test(chosen);
  const words = isAddress ? placeholder : chosen || placeholder;
  const address = isAddress ? chosen : 'https://';
  const text = `[${words}](${address})`;
  const start = selection.start + (isAddress ? 1 : words.length + 3);
  return { text: selection.text.slice(0, selection.start) + text + selection.text.slice(selection.end), start, end: start + (isAddress ? words : address).length };
}

export const TOOLBAR: readonly ToolbarAct[] = [
  { icon: 'letter-h', label: 'editor.heading', apply: (selection) => prefixLines(selection, () => '## ', /^#{1,6} /) },
  { icon: 'letter-b', label: 'editor.bold', shortcut: 'b', apply: (selection, placeholder) => surround(selection, '**', '**', placeholder) },
  { icon: 'italic', label: 'editor.italic', shortcut: 'i', apply: (selection, placeholder) => surround(selection, '_', '_', placeholder) },
  { icon: 'link', label: 'editor.link', shortcut: 'k', apply: link },
  { icon: 'quote', label: 'editor.quote', apply: (selection) => prefixLines(selection, () => '> ', /^> /) },
  { icon: 'code', label: 'editor.code', shortcut: 'e', apply: (selection, placeholder) => surround(selection, '`', '`', placeholder) },
  { icon: 'braces', label: 'editor.codeBlock', apply: codeBlock },
  { icon: 'list', label: 'editor.list', apply: (selection) => prefixLines(selection, () => '- ', /^[-*] /) },
  { icon: 'list-ordered', label: 'editor.numbered', apply: (selection) => prefixLines(selection, (index) => `${index + 1}. `, /^\d+\. /) },
];
