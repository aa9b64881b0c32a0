import { strikethrough, tables } from '@truto/turndown-plugin-gfm';
import TurndownService from 'turndown';
import { escapeMarkdown } from './escape-markdown.js';
import { MARKDOWN_RULES, type MarkdownRule, PLAIN_RULES } from './markdown-rules.js';

/** Stack Exchange's hint for the code block that follows; `language-all` is one for all that follow. */
const HINT = /<!--\s*language(-all)?:\s*(?:lang-)?([\w+#.-]+)\s*-->|<pre(?=[\s>])(?![^<>]*\blang(?:uage)?-)/gi;

function withLanguageClasses(html: string): string {
  if (!html.includes('<!--')) return html;
  let next = '';
  let all = '';
  return html.replace(HINT, (found: string, isAll: string | undefined, language: string | undefined) => {
    if (language === undefined) {
      const hint = next || all;
      next = '';
      return hint === '' ? found : `${found} class="lang-${hint}"`;
    }
    if (isAll) all = language;
    else next = language;
    return '';
  });
}

function service(rules: Readonly<Record<string, MarkdownRule>>): TurndownService {
  const turndown = new TurndownService({ headingStyle: 'atx', hr: '---', bulletListMarker: '-', codeBlockStyle: 'fenced' });
  turndown.use([strikethrough, tables]);
  for (const [name, rule] of Object.entries(rules)) turndown.addRule(name, rule as unknown as TurndownService.Rule);
  turndown.escape = escapeMarkdown;
  return turndown;
}

/** HTML, as Stack Exchange keeps it, to the Markdown that our renderer reads as the same text. */
export class HtmlToMarkdown {
  private readonly rich = service(MARKDOWN_RULES);
  private readonly plain = service(PLAIN_RULES);
  private readonly characters = new Map<string, string>();

  /** Keeps all structure that Markdown has words for. */
  convert(html: string): string {
    return this.rich.turndown(withLanguageClasses(html));
  }

  /** What a named character reference (`hearts`) stands for, by the HTML parser's own table; the reference itself when it has none. */
  character(name: string): string {
    const known = this.characters.get(name);
    if (known !== undefined) return known;
    const found = this.rich.turndown(`<code>&${name};</code>`).slice(1, -1);
    if (this.characters.size < 3_000) this.characters.set(name, found);
    return found;
  }

  /** Without emphasis, for the few texts whose marks would be read wrongly. */
  convertPlain(html: string): string {
    return this.plain.turndown(withLanguageClasses(html));
  }
}
