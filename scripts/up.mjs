// Brings Cairn up from a fresh clone: install, build, run. No dependency; what stands in this file parses on any Node.
import module from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const INSTALLED = '--installed';
const ENGINES = '--engines';

async function up() {
  const { requireUsableNode, isWantedNode, ownNode, continueUnder, MEMORY } = await import('./lib/runtime.mjs');
  requireUsableNode();
  const { step, Refusal } = await import('./lib/steps.mjs');
  const args = process.argv.slice(2).filter((arg) => arg !== INSTALLED && arg !== ENGINES);
  const engines = process.argv.includes(ENGINES) ? [ENGINES] : [];
  if (args.length > 0) throw new Refusal(`npm run up knows no ${args[0]}.`, 'its settings are environment variables: see .env.example; --engines starts every engine on this machine, too.');
  if (!process.argv.includes(INSTALLED)) {
    const { ensureInstalled } = await import('./lib/install.mjs');
    await ensureInstalled({ announce: (work) => step('Installing packages (about 230 MB to download the first time)', work) });
  }
  if (!isWantedNode() || !MEMORY.every((flag) => process.execArgv.includes(flag))) return continueUnder(ownNode(), [...MEMORY, fileURLToPath(import.meta.url), INSTALLED, ...engines]);
  if (engines.length > 0) {
    const { upOnEngines } = await import('./engines/lib/up-on-engines.mjs');
    return upOnEngines([...MEMORY, fileURLToPath(import.meta.url), INSTALLED]);
  }

  const { build } = await import('./build.mjs');
  await build({ announce: step });
  const { root } = await import('./lib/root.mjs');
  if (process.stdout.isTTY) process.env.LOG_FORMAT = process.env.LOG_FORMAT || 'pretty';
  process.env.NODE_ENV = process.env.NODE_ENV || 'production';
  // Compiled code is kept, so that the next start need not compile it again; the worker inherits the variable.
  process.env.NODE_COMPILE_CACHE = process.env.NODE_COMPILE_CACHE || path.join(root, 'node_modules/.cache/cairn');
  module.enableCompileCache(process.env.NODE_COMPILE_CACHE);
  await import(pathToFileURL(path.join(root, 'dist/src/apps/all/main.js')).href);
}

up().catch((error) => import('./lib/steps.mjs').then(({ fail }) => fail(error)));
