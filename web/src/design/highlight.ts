import address from './highlight.css?url';

const MARK = 'class="hljs';

/** Address of the colours of code when a page shows some; most do not. */
export const highlightStyle = (html: string): string | null => (html.includes(MARK) ? address : null);

/** Adds the colours once a text of code is shown; on first load the server has linked them. */
export function needHighlight(html: string): void {
  const href = highlightStyle(html);
  if (href === null || document.querySelector(`link[href="${href}"]`)) return;
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = href;
  document.head.append(link);
}
