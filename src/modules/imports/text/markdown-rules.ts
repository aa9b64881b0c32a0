import { isImageAllowed, isLinkAllowed } from '#libs/rich-text';
import { emphasised } from './emphasis.js';
import { escapeDestination, escapeMarkdown, titlePart } from './escape-markdown.js';
import { type HtmlNode, isLastInBlock } from './html-node.js';
import { raisedOrLowered } from './sub-sup.js';

export interface MarkdownRule {
  readonly filter: string[];
  replacement(content: string, node: HtmlNode): string;
}

const attribute = (node: HtmlNode, name: string): string => node.getAttribute?.(name) ?? '';

/** An address that shows itself; not where the renderer would decode it for display. */
const SELF_EVIDENT = /^https?:\/\/[\w./~:?#@!$&'*+,;=-]+$/;
/** `lang-js` and `language-js` of Prettify and others; `none` and `default` say nothing. */
const LANGUAGE = /(?:^|\s)lang(?:uage)?-([\w+#.-]+)/;

function languageOf(pre: HtmlNode): string {
  const code = pre.firstChild;
  const match = LANGUAGE.exec(`${attribute(pre, 'class')} ${code && code.getAttribute ? attribute(code, 'class') : ''}`);
  const language = match?.[1]?.toLowerCase() ?? '';
  return language === 'none' || language === 'default' ? '' : language;
}

function fenced(node: HtmlNode): string {
  const code = (node.textContent ?? '').replace(/\n$/, '');
  const longest = Math.max(2, ...Array.from(code.matchAll(/^ {0,3}(`{3,})/gm), (match) => match[1]!.length));
  const fence = '`'.repeat(longest + 1);
  return `\n\n${fence}${languageOf(node)}\n${code}\n${fence}\n\n`;
}

function inlineCode(node: HtmlNode): string {
  const code = (node.textContent ?? '').replace(/\s+/g, ' ').trim();
  if (code === '') return '';
  const runs = new Set(Array.from(code.matchAll(/`+/g), (match) => match[0].length));
  let size = 1;
  while (runs.has(size)) size += 1;
  const pad = /^`|`$/.test(code) ? ' ' : '';
  return `${'`'.repeat(size)}${pad}${code}${pad}${'`'.repeat(size)}`;
}

function link(content: string, node: HtmlNode): string {
  const href = attribute(node, 'href').trim();
  const flat = content.replace(/\s*\n\s*/g, ' ').trim();
  if (href === '' || !isLinkAllowed(href) || flat === '') return content;
  if (node.textContent === href && SELF_EVIDENT.test(href) && isUrl(href)) return `<${href}>`;
  return `[${flat}](${escapeDestination(href)}${titlePart(attribute(node, 'title'))})`;
}

function isUrl(value: string): boolean {
  return URL.canParse(value) && !/[.,:;?!'*_~]$/.test(value);
}

function picture(node: HtmlNode): string {
  const src = attribute(node, 'src').trim().replace(/^\/\//, 'https://');
  const alt = escapeMarkdown(attribute(node, 'alt').replace(/\s+/g, ' '));
  return isImageAllowed(src) ? `![${alt}](${escapeDestination(src)}${titlePart(attribute(node, 'title'))})` : alt;
}

function heading(content: string, node: HtmlNode): string {
  const flat = content.replace(/\\?\n+/g, ' ').trim().replace(/(^|\s)(#+)$/, '$1\\$2');
  return flat === '' ? '' : `\n\n${'#'.repeat(Number(node.nodeName.charAt(1)))} ${flat}\n\n`;
}

function cell(content: string, node: HtmlNode): string {
  const flat = content.replace(/\\?\n+/g, ' ').trim().replace(/(?<!\\)\|/g, '\\|');
  const span = Number.parseInt(attribute(node, 'colspan'), 10);
  const extra = span > 1 ? '   |'.repeat(Math.min(span, 50) - 1) : '';
  return `${isFirstCell(node) ? '| ' : ' '}${flat === '' ? ' ' : flat} |${extra}`;
}

function isFirstCell(node: HtmlNode): boolean {
  for (let before = node.previousSibling; before !== null; before = before.previousSibling) {
    if (before.nodeName === 'TD' || before.nodeName === 'TH') return false;
  }
  return true;
}

/** What differs from turndown's own rules: each is here because its output would not read back as the same text (html-to-markdown.spec.ts). */
export const MARKDOWN_RULES: Readonly<Record<string, MarkdownRule>> = {
  strong: { filter: ['strong', 'b'], replacement: (content, node) => emphasised(content, node, '**') },
  emphasis: { filter: ['em', 'i'], replacement: (content, node) => emphasised(content, node, '_') },
  struck: { filter: ['del', 's', 'strike'], replacement: (content, node) => emphasised(content, node, '~~') },
  lineBreak: { filter: ['br'], replacement: (_content, node) => (isLastInBlock(node) ? '' : '\\\n') },
  heading: { filter: ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'], replacement: heading },
  codeBlock: { filter: ['pre'], replacement: (_content, node) => fenced(node) },
  inlineCode: { filter: ['code', 'kbd', 'tt', 'samp'], replacement: (_content, node) => inlineCode(node) },
  link: { filter: ['a'], replacement: link },
  picture: { filter: ['img'], replacement: (_content, node) => picture(node) },
  subSup: { filter: ['sub', 'sup'], replacement: raisedOrLowered },
  tableCell: { filter: ['td', 'th'], replacement: cell },
};

/** For texts whose emphasis cannot be said in Markdown: the words without it. */
export const PLAIN_RULES: Readonly<Record<string, MarkdownRule>> = {
  ...MARKDOWN_RULES,
  strong: { filter: ['strong', 'b', 'em', 'i', 'del', 's', 'strike'], replacement: (content) => content },
};
