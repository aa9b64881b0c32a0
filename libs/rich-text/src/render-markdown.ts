import { parseMarkdown, tokensToHtml } from './markdown-parser.js';
import { excerptOf, tokensToText } from './plain-text.js';

export interface RenderedText {
  /** Safe to insert into a page: made only of the elements sanitizeHtml (libs/rich-text-server) lets through. */
  html: string;
  /** Plain text, one line, ≤200 characters. */
  excerpt: string;
  /** Handles in lower case, in order of appearance, each once; whether such members exist is not checked here. */
  mentions: string[];
}

/** Markdown (CommonMark with GFM tables, strikethrough, task lists, mentions) to HTML. Pure; the same in browser and server. @throws TextTooComplexError */
export function renderMarkdown(markdown: string): RenderedText {
  const parsed = parseMarkdown(markdown);
  const prose = tokensToText(parsed.tokens, false);
  return {
    html: tokensToHtml(parsed),
    excerpt: excerptOf(prose === '' ? tokensToText(parsed.tokens, true) : prose),
    mentions: (parsed.env['mentions'] as string[] | undefined) ?? [],
  };
}
