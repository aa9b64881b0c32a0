import { existsSync } from 'node:fs';
import path from 'node:path';

/** The folder of the web client: web/ of the project this file belongs to, from source or from dist/. */
export function webFolder(): string {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, 'web/package.json'))) {
    const above = path.dirname(folder);
    if (above === folder) throw new Error('there is no web client beside the server');
    folder = above;
  }
  return path.join(folder, 'web');
}
