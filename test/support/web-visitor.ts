import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { SignedIn } from './sign-in.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export interface VisitOptions {
  width?: number;
  height?: number;
  theme?: 'light' | 'dark';
  javaScript?: boolean;
  language?: string;
  /** Visits as this member; else as a guest. */
  as?: SignedIn;
}

interface AxeResult {
  violations: { id: string; nodes: { html: string }[] }[];
}

/** One browser window on the site, and everything that went wrong in it. */
export class WebVisitor {
  /** Console errors and warnings (a breach of the Content Security Policy and a hydration warning are among them), exceptions, server errors. */
  readonly problems: string[] = [];

  private constructor(
    private readonly site: string,
    private readonly context: BrowserContext,
    readonly page: Page,
    private readonly hasScripts: boolean,
  ) {
    page.on('console', (message) => {
      // Browsers log every refusal; the tests look at what the page makes of it.
      const isStatus = /the server responded with a status of 4\d\d/.test(message.text());
      if (['error', 'warning'].includes(message.type()) && !isStatus) this.problems.push(message.text());
    });
    page.on('pageerror', (error) => this.problems.push(`uncaught: ${error.message}`));
    page.on('response', (response) => {
      if (response.status() >= 500) this.problems.push(`${response.status()} ${response.url()}`);
    });
  }

  static async open(browser: Browser, site: string, options: VisitOptions = {}): Promise<WebVisitor> {
    const { width = 1280, height = 900, theme = 'light', javaScript = true, language = 'en-GB', as } = options;
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme: theme,
      javaScriptEnabled: javaScript,
      locale: language,
      isMobile: width < 500,
      hasTouch: width < 500,
      reducedMotion: 'reduce',
    });
    const session = as?.browser.cookie('cairn_session');
    if (session !== undefined) await context.addCookies([{ name: 'cairn_session', value: session, url: site, httpOnly: true, sameSite: 'Lax' }]);
    return new WebVisitor(site, context, await context.newPage(), javaScript);
  }

  /** Goes to a path and waits until scripts have made the page live. Answers the status. */
  async go(path: string): Promise<number> {
    const response = await this.page.goto(this.site + path, { waitUntil: 'load' });
    if (this.hasScripts) await this.settle();
    return response?.status() ?? 0;
  }

  /** Until the page is live, and what it brings afterwards is there too. */
  private async settle(): Promise<void> {
    await this.page.waitForFunction(() => performance.getEntriesByName('cairn:live').length > 0);
    await this.page.locator('.skeleton').first().waitFor({ state: 'detached' });
  }

  async useTheme(theme: 'light' | 'dark'): Promise<void> {
    await this.page.emulateMedia({ colorScheme: theme });
  }

  async useWidth(width: number): Promise<void> {
    await this.page.setViewportSize({ width, height: 900 });
  }

  /** Every breach of the accessibility rules, as `rule: element`. */
  async breaches(): Promise<string[]> {
    await this.page.evaluate(AXE);
    const { violations } = await this.page.evaluate<AxeResult>('axe.run(document, { resultTypes: ["violations"] })');
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
  }

  /** How many pixels the page is wider than the window. */
  sideways(): Promise<number> {
    return this.page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
  }

  close(): Promise<void> {
    return this.context.close();
  }
}
