// What the program declares about itself: errors, events, configuration. Read from the build, so it is what runs.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from '../build.mjs';
import { root } from './root.mjs';

const DECLARES = /\b(defineError|defineEvent)\(/;

const load = (file) => import(pathToFileURL(path.join(root, file)).href);

/** Every error, event and configuration definition of the program. */
export async function loadCatalogues() {
  await build({ web: false });
  await load('node_modules/reflect-metadata/Reflect.js');
  const { configRegistry } = await load('dist/src/platform/config/index.js');
  const files = globSync(['dist/libs/*/src/**/*.js', 'dist/src/**/*.js'], { cwd: root }).filter((file) => DECLARES.test(readFileSync(path.join(root, file), 'utf8')));
  for (const file of files.sort()) await load(file);
  const { errorCatalogue } = await load('dist/libs/kernel/src/index.js');
  const { eventCatalogue } = await load('dist/libs/events/src/index.js');
  const { statusOf } = await load('dist/libs/http/src/index.js');
  return { errors: errorCatalogue(), events: eventCatalogue(), configuration: configRegistry, statusOf };
}
