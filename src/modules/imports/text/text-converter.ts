import { renderMarkdown, TextTooComplexError } from '#libs/rich-text';
import { sanitizeHtml } from '#libs/rich-text-server';
import { escapeMarkdown } from './escape-markdown.js';
import { wordsOf } from './html-text.js';
import { HtmlToMarkdown } from './html-to-markdown.js';

export interface ConvertedText {
  /** Markdown. */
  body: string;
  bodyHtml: string;
  /** Plain text, one line, ≤200 characters. */
  excerpt: string;
  /** False when the rendered text does not have the same words as the source: nothing better was found. */
  isExact: boolean;
}

/** Far beyond what a dump holds (30,000 characters of Markdown); a tree of more would fill the memory. */
const LONGEST_HTML = 400_000;
const LONGEST_KEPT = 60_000;

/** Texts of a dump to texts of ours: Markdown, and the HTML that our renderer makes of it. */
export class TextConverter {
  private readonly markdown = new HtmlToMarkdown();

  /** HTML of a post or profile. Keeps the words, except of one longer than 400,000 characters, then as much of the structure as reads back the same. */
  fromHtml(html: string): ConvertedText {
    const words = this.wordsOf(html);
    if (html.length > LONGEST_HTML) return { ...this.wordsOnly(Array.from(words.slice(0, LONGEST_KEPT)).slice(0, -1).join('')), isExact: false };
    let last: ConvertedText | null = null;
    for (const convert of [() => this.markdown.convert(html), () => this.markdown.convertPlain(html)]) {
      const text = this.render(convert());
      if (text === null) continue;
      last = text;
      if (this.wordsOf(text.bodyHtml) === words) return text;
    }
    return { ...(last ?? this.wordsOnly(words)), isExact: false };
  }

  /** Markdown of a comment or of an older version. */
  fromMarkdown(markdown: string): ConvertedText {
    const body = markdown.replace(/\r\n?/g, '\n').trim();
    return this.render(body) ?? { ...this.wordsOnly(body), isExact: false };
  }

  private wordsOf(html: string): string {
    return wordsOf(html, (name) => this.markdown.character(name));
  }

  private wordsOnly(words: string): ConvertedText {
    return this.render(escapeMarkdown(words).replace(/[_|!]/g, '\\$&'))!;
  }

  private render(body: string): ConvertedText | null {
    try {
      const { html, excerpt } = renderMarkdown(body);
      return { body, bodyHtml: sanitizeHtml(html), excerpt, isExact: true };
    } catch (error) {
      if (error instanceof TextTooComplexError || error instanceof RangeError) return null;
      throw error;
    }
  }
}
