import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { StartupError } from '#libs/persistence';
import type { ServerBundle, WebClient } from './web-client.js';

/** The client of the last build. @throws StartupError when there is none */
export async function builtClient(folder: string, publicUrl: () => string): Promise<WebClient> {
  const manifest = path.join(folder, 'dist/client/.vite/manifest.json');
  const entry = path.join(folder, 'dist/server/entry-server.js');
  if (!existsSync(manifest) || !existsSync(entry)) throw new StartupError('the web client is not built.', 'run npm run build.');
  const bundle = (await import(pathToFileURL(entry).href)) as ServerBundle;
  const render = bundle.createRenderer({ publicUrl, assets: JSON.parse(readFileSync(manifest, 'utf8')) as unknown });
  return {
    isDev: false,
    load: async () => ({ bundle, render }),
    finish: async (_request, html) => html,
  };
}
