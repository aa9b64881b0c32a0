import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { sharedCairn } from '../support/shared-cairn.js';

const site = sharedCairn().url;
const client = path.resolve(import.meta.dirname, '../../web/dist/client');

/** WEB budgets of the first visit to a question, gzipped. */
const MOST_SCRIPT = 100_000;
const MOST_STYLE = 5_000;

const weigh = (files: string[]): number => files.reduce((sum, file) => sum + gzipSync(readFileSync(path.join(client, file)), { level: 9 }).length, 0);
const linked = (html: string, pattern: RegExp): string[] => [...html.matchAll(pattern)].map((match) => match[1]!).filter((file) => file.startsWith('/assets/'));

describe('the first visit to a question', () => {
  it('should bring no more script and style than the budget', async () => {
    const { items } = (await (await fetch(`${site}/api/questions?limit=1`)).json()) as { items: { id: string; slug: string }[] };
    const html = await (await fetch(`${site}/questions/${items[0]!.id}/${items[0]!.slug}`, { headers: { accept: 'text/html' } })).text();
    const scripts = linked(html, /<(?:script type="module" src|link rel="modulepreload" href)="([^"]+)"/g);
    const styles = linked(html, /<link rel="stylesheet" href="([^"]+)"/g).filter((file) => !file.includes('highlight'));
    const weights = { scripts: weigh(scripts), styles: weigh(styles) };
    process.stdout.write(`first visit to a question, gzipped: ${weights.scripts} bytes of script, ${weights.styles} bytes of style\n`);
    expect(weights.scripts).toBeGreaterThan(0);
    expect(weights.scripts).toBeLessThanOrEqual(MOST_SCRIPT);
    expect(weights.styles).toBeGreaterThan(0);
    expect(weights.styles).toBeLessThanOrEqual(MOST_STYLE);
  });
});
