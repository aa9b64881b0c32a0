import { readFileSync } from 'node:fs';
import path from 'node:path';
import { HTML_ROUTES } from './html-routes.js';
import { webFolder } from './web-folder.js';

describe('the addresses of pages', () => {
  it('should be the same for the server and for the client', () => {
    const source = readFileSync(path.join(webFolder(), 'src/app/routes.ts'), 'utf8');
    const ofClient = Array.from(source.matchAll(/\{ path: '([^']+)', page:/g), (match) => match[1]);
    expect(ofClient.length).toBeGreaterThan(0);
    expect(HTML_ROUTES.map((route) => route.path)).toEqual(ofClient);
  });
});
