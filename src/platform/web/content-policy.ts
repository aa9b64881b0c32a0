import { createHash } from 'node:crypto';

export interface PolicyOptions {
  /** The one inline script, constant, in every page. */
  script: string;
  /** Origins that a form of ours may be led on to: an issuer elsewhere, when one signs out. */
  formOrigins: readonly string[];
  /** While developing Vite writes inline styles and scripts of its own. */
  isDev: boolean;
}

/** The Content Security Policy of pages: nothing inline but one script named by its hash, nothing from elsewhere but pictures in posts. */
export function contentPolicy({ script, formOrigins, isDev }: PolicyOptions): string {
  const hash = createHash('sha256').update(script).digest('base64');
  const inline = isDev ? " 'unsafe-inline'" : '';
  const scripts = isDev ? inline : ` 'sha256-${hash}'`;
  return [
    "default-src 'self'",
    `script-src 'self'${scripts}`,
    `style-src 'self'${inline}`,
    "img-src 'self' https: data:",
    "object-src 'none'",
    "base-uri 'none'",
    ["form-action 'self'", ...formOrigins].join(' '),
    "frame-ancestors 'none'",
  ].join('; ');
}
