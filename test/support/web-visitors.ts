import type { Browser } from 'playwright-core';
import { openBrowser } from './browser.js';
import { type VisitOptions, WebVisitor } from './web-visitor.js';

/** The windows of one test file, in a browser of its own. */
export class WebVisitors {
  private browser: Browser | undefined;
  private readonly open: WebVisitor[] = [];

  constructor(private readonly site: string) {}

  async visit(options: VisitOptions = {}): Promise<WebVisitor> {
    this.browser ??= await openBrowser();
    const visitor = await WebVisitor.open(this.browser, this.site, options);
    this.open.push(visitor);
    return visitor;
  }

  /** Closes the windows. @returns what went wrong in any of them */
  async leave(): Promise<string[]> {
    const left = this.open.splice(0);
    const problems = left.flatMap((visitor) => visitor.problems);
    await Promise.all(left.map((visitor) => visitor.close()));
    return problems;
  }

  async close(): Promise<void> {
    await this.browser?.close();
  }
}
