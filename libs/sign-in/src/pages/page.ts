import { html, SafeHtml } from './html.js';
import { STYLE, STYLE_HASH } from './style.js';
import { WORDS } from './words.js';

/** A page ready to send. */
export interface RenderedPage {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export interface PageContent {
  title: string;
  body: SafeHtml;
  /** The site's own address, for the link of the mark. */
  homeUrl: string;
  status?: number;
  /** Where a form on the page may lead in the end besides our own origin: browsers hold redirects after a form against the CSP. */
  formTarget?: string;
}

const MARK = new SafeHtml(
  '<svg viewBox="0 0 28 28" fill="currentColor" aria-hidden="true"><ellipse cx="14" cy="22.5" rx="11.5" ry="4"/><ellipse cx="14.8" cy="14.4" rx="8" ry="3.2" opacity=".82"/><ellipse cx="13.4" cy="7.4" rx="5" ry="2.7" opacity=".64"/></svg>',
);

/** `http://127.0.0.1:5123` of a URL with an authority, `cairn:` of an app's own scheme. */
function cspSource(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { origin, protocol } = new URL(url);
  return origin === 'null' ? protocol : origin;
}

function contentSecurityPolicy(formTarget: string | undefined): string {
  const target = formTarget === undefined ? null : cspSource(formTarget);
  const formAction = target === null ? "'self'" : `'self' ${target}`;
  return `default-src 'none'; style-src ${STYLE_HASH}; script-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action ${formAction}`;
}

/** Headers of every answer of the issuer; `same-origin` keeps the Origin header on our own forms and links out of other sites' logs. */
export function pageHeaders(formTarget?: string): Record<string, string> {
  return {
    'cache-control': 'no-store',
    'content-security-policy': contentSecurityPolicy(formTarget),
    'cross-origin-opener-policy': 'same-origin',
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  };
}

/** The frame that all sign-in pages share: the mark, one card, no script. */
export function renderPage(content: PageContent): RenderedPage {
  const document = html`<!doctype html>
<html lang="${WORDS.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${content.title} · ${WORDS.site}</title>
<style>${new SafeHtml(STYLE)}</style>
</head>
<body>
<header><a class="brand" href="${content.homeUrl}" aria-label="${WORDS.home}">${MARK}<span>${WORDS.site}</span></a></header>
<main>
<h1>${content.title}</h1>
${content.body}
</main>
</body>
</html>
`;
  return {
    status: content.status ?? 200,
    headers: { 'content-type': 'text/html; charset=utf-8', ...pageHeaders(content.formTarget) },
    body: document.text,
  };
}
