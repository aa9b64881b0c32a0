import type { Language } from '../i18n/languages.js';
import { directionOf } from '../i18n/languages.js';
import { withSiteName } from './head.js';
import type { Head } from './head-content.js';
import { STATE_ELEMENT } from './page-state.js';
import { THEME_SCRIPT } from './theme.js';

/** Addresses of the files a page is made of. */
export interface PageAssets {
  entry: string;
  preloads: readonly string[];
  /** Texts, as JSON. */
  texts: readonly string[];
  styles: readonly string[];
}

export interface DocumentParts {
  language: Language;
  publicUrl: string;
  head: Head;
  assets: PageAssets;
  /** Rendered application. */
  body: string;
  /** Already safe to stand in a script element. */
  state: string;
  /** Up to which a page that follows a live room has seen every event. */
  seq: number | undefined;
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escape = (text: string): string => text.replace(/[&<>"]/g, (character) => ESCAPES[character]!);

const meta = (name: string, content: string): string => `<meta name="${name}" content="${escape(content)}">`;

const property = (name: string, content: string): string => `<meta property="${name}" content="${escape(content)}">`;

/** Makes addresses that begin with `/` absolute, wherever they stand. */
function absolute(value: unknown, publicUrl: string): unknown {
  if (Array.isArray(value)) return value.map((item) => absolute(item, publicUrl));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, key === 'url' ? publicUrl + String(item) : absolute(item, publicUrl)]));
}

function headOf({ head, publicUrl, assets }: DocumentParts): string[] {
  const title = withSiteName(head.title);
  const url = head.canonical === undefined ? undefined : publicUrl + head.canonical;
  return [
    `<title>${escape(title)}</title>`,
    `<script>${THEME_SCRIPT}</script>`,
    ...assets.styles.map((href) => `<link rel="stylesheet" href="${href}">`),
    ...assets.preloads.map((href) => `<link rel="modulepreload" href="${href}">`),
    ...assets.texts.map((href) => `<link rel="preload" as="fetch" crossorigin href="${href}">`),
    `<script type="module" src="${assets.entry}"></script>`,
    ...(head.description ? [meta('description', head.description)] : []),
    ...(url ? [`<link rel="canonical" href="${escape(url)}">`, property('og:url', url)] : []),
    ...(head.next ? [`<link rel="next" href="${escape(head.next)}">`] : []),
    ...(head.noIndex ? [meta('robots', 'noindex')] : []),
    property('og:title', head.title === '' ? title : head.title),
    property('og:type', head.ogType ?? 'website'),
    property('og:site_name', 'Cairn'),
    ...(head.description ? [property('og:description', head.description)] : []),
    ...(head.jsonLd ? [`<script type="application/ld+json">${JSON.stringify(absolute(head.jsonLd, publicUrl)).replaceAll('<', '\\u003c')}</script>`] : []),
  ];
}

/** The whole page as HTML. */
export function writeDocument(parts: DocumentParts): string {
  const { language } = parts;
  return [
    `<!doctype html><html lang="${language}" dir="${directionOf(language)}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">',
    ...headOf(parts),
    '<meta name="theme-color" content="#faf9f7" media="(prefers-color-scheme: light)">',
    '<meta name="theme-color" content="#151412" media="(prefers-color-scheme: dark)">',
    '<link rel="icon" href="/favicon.svg" type="image/svg+xml">',
    `</head><body><div id="root">${parts.body}</div>`,
    `<script type="application/json" id="${STATE_ELEMENT}"${parts.seq === undefined ? '' : ` data-seq="${parts.seq}"`}>${parts.state}</script></body></html>`,
  ].join('');
}
