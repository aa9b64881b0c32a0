interface Cookie {
  name: string;
  value: string;
  path: string;
}

/** What came back after all redirects. */
export interface Visit {
  url: string;
  status: number;
  headers: Headers;
  body: string;
}

export interface PageForm {
  action: string;
  method: string;
  values: Record<string, string>;
}

export interface VisitOptions {
  method?: string;
  body?: URLSearchParams;
  headers?: Record<string, string>;
  /** Redirects to such an address are not followed: the address itself is the answer (an app's redirect URI). */
  stopAt?: (url: string) => boolean;
}

const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };

function unescape(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity]!);
}

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`\\s${name}="([^"]*)"`, 'i').exec(tag)?.[1];
  return value === undefined ? undefined : unescape(value);
}

/** The forms of a page, with what is filled in already. Enough HTML for log-in forms, ours and Keycloak's. */
export function formsOf(visit: Visit): PageForm[] {
  return [...visit.body.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/gi)].map(([form]) => {
    const head = /<form\b[^>]*>/i.exec(form)![0];
    const inputs = [...form.matchAll(/<input\b[^>]*>/gi)].map(([tag]) => [attribute(tag, 'name'), attribute(tag, 'value') ?? ''] as const);
    const named = inputs.filter((entry): entry is readonly [string, string] => entry[0] !== undefined);
    return {
      action: new URL(attribute(head, 'action') ?? '', visit.url).href,
      method: (attribute(head, 'method') ?? 'get').toUpperCase(),
      values: Object.fromEntries(named),
    };
  });
}

/** A browser without script for tests: cookies by path, redirects, forms. */
export class FormBrowser {
  private cookies: Cookie[] = [];

  constructor(private readonly headers: Record<string, string> = {}) {}

  async visit(url: string, options: VisitOptions = {}): Promise<Visit> {
    let next = { url, method: options.method ?? 'GET', body: options.body };
    for (let hops = 0; hops < 15; hops++) {
      const response = await fetch(next.url, {
        method: next.method,
        body: next.body,
        headers: { accept: 'text/html', ...this.headers, ...options.headers, cookie: this.cookieHeader(next.url) },
        redirect: 'manual',
      });
      this.keep(next.url, response.headers.getSetCookie());
      const location = response.headers.get('location');
      const body = await response.text();
      if (location === null || response.status < 300 || response.status > 399) {
        return { url: next.url, status: response.status, headers: response.headers, body };
      }
      const target = new URL(location, next.url).href;
      if (options.stopAt?.(target)) return { url: target, status: response.status, headers: response.headers, body };
      const keepsMethod = response.status === 307 || response.status === 308;
      next = keepsMethod ? { ...next, url: target } : { url: target, method: 'GET', body: undefined };
    }
    throw new Error(`more than 15 redirects from ${url}`);
  }

  /** Fills in the form that has all these fields, and sends it. */
  async submit(page: Visit, values: Record<string, string>, options: VisitOptions = {}): Promise<Visit> {
    const form = formsOf(page).find((candidate) => Object.keys(values).every((name) => name in candidate.values));
    if (!form) throw new Error(`no form with ${Object.keys(values).join(', ')} on ${page.url} (${page.status}): ${page.body.slice(0, 400)}`);
    return this.visit(form.action, { ...options, method: form.method, body: new URLSearchParams({ ...form.values, ...values }) });
  }

  cookie(name: string): string | undefined {
    return this.cookies.find((cookie) => cookie.name === name)?.value;
  }

  /** The Cookie header this browser would send there. */
  cookieHeader(url: string): string {
    const { pathname } = new URL(url);
    const fits = ({ path }: Cookie): boolean => pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`);
    return this.cookies.filter(fits).map(({ name, value }) => `${name}=${value}`).join('; ');
  }

  forget(name: string): void {
    this.cookies = this.cookies.filter((cookie) => cookie.name !== name);
  }

  private keep(url: string, lines: readonly string[]): void {
    for (const line of lines) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const name = pair.slice(0, pair.indexOf('='));
      const read = (key: string): string | undefined => attributes.find((part) => part.toLowerCase().startsWith(`${key}=`))?.slice(key.length + 1);
      const path = read('path') ?? (new URL(url).pathname.replace(/\/[^/]*$/, '') || '/');
      const expires = read('expires');
      const isGone = read('max-age') === '0' || (expires !== undefined && new Date(expires).getTime() <= Date.now());
      this.cookies = this.cookies.filter((cookie) => cookie.name !== name || cookie.path !== path);
      if (!isGone) this.cookies.push({ name, value: pair.slice(pair.indexOf('=') + 1), path });
    }
  }
}
