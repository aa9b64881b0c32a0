import type { MarkdownIt } from 'markdown-it';
import { highlightCode, knownLanguage } from '../highlight-code.js';

/** Code blocks scroll sideways, so the keyboard must be able to reach them. */
export function code(md: MarkdownIt): void {
  const { escapeHtml } = md.utils;
  md.renderer.rules['fence'] = (tokens, index) => {
    const token = tokens[index]!;
    const language = knownLanguage(token.info);
    const html = language ? highlightCode(token.content, language) : null;
    const classes = language ? ` class="hljs language-${language}"` : '';
    return `<pre tabindex="0"><code${classes}>${html ?? escapeHtml(token.content)}</code></pre>\n`;
  };
  md.renderer.rules['code_block'] = (tokens, index) => `<pre tabindex="0"><code>${escapeHtml(tokens[index]!.content)}</code></pre>\n`;
}
