import { type RenderedText, renderMarkdown, TextTooComplexError } from '#libs/rich-text';
import { sanitizeHtml } from './sanitize-html.js';

export type RenderOutcome = { rendered: RenderedText } | { tooComplex: string };

/** Renders and sanitises; what is wrong with the text comes back as a value, so that it can cross a thread. */
export function renderSafely(markdown: string): RenderOutcome {
  try {
    const rendered = renderMarkdown(markdown);
    return { rendered: { ...rendered, html: sanitizeHtml(rendered.html) } };
  } catch (error) {
    if (error instanceof TextTooComplexError) return { tooComplex: error.message };
    // A parser that runs out of stack was fed brackets for that purpose.
    if (error instanceof RangeError) return { tooComplex: 'this text is nested too deeply' };
    throw error;
  }
}
