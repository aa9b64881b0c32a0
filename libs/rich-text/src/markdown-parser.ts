import MarkdownIt, { type Env, type Token } from 'markdown-it';
import { MAX_NESTING } from './limits.js';
import { code } from './rules/code.js';
import { excess } from './rules/excess.js';
import { headings } from './rules/headings.js';
import { links } from './rules/links.js';
import { mentions } from './rules/mentions.js';
import { tables } from './rules/tables.js';
import { taskLists } from './rules/task-lists.js';

const parser = new MarkdownIt({ html: false, linkify: true, breaks: false, maxNesting: MAX_NESTING });
for (const rule of [excess, tables, links, headings, taskLists, mentions, code]) rule(parser);

// Overrides turn the reading order of whatever follows on the line around; isolates and embeddings, which Arabic and Hebrew need, stay.
const OVERRIDES = /[\u202d\u202e]/g;

export interface ParsedMarkdown {
  tokens: Token[];
  env: Env;
}

/** Reads Markdown. Lone surrogates and NUL become U+FFFD. @throws TextTooComplexError */
export function parseMarkdown(markdown: string): ParsedMarkdown {
  const env: Env = {};
  const tokens = parser.parse(markdown.toWellFormed().replace(OVERRIDES, ''), env);
  return { tokens, env };
}

export function tokensToHtml({ tokens, env }: ParsedMarkdown): string {
  return parser.renderer.render(tokens, parser.options, env);
}
