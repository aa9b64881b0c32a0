import type { WorkerOptions } from 'node:worker_threads';

// Under tests this file is TypeScript: the worker then strips types itself and maps the .js of our imports back to .ts.
const FROM_SOURCE = `import { registerHooks } from 'node:module';
registerHooks({ resolve(specifier, context, next) {
  try { return next(specifier, context); }
  catch (error) { if (!specifier.endsWith('.js')) throw error; return next(specifier.slice(0, -3) + '.ts', context); }
} });`;

/** Where the renderer's thread starts, whether we run from dist or, in tests, from source. */
export function workerEntry(here: string): { url: URL; options: WorkerOptions } {
  if (!here.endsWith('.ts')) return { url: new URL('./render-worker.js', here), options: { execArgv: [] } };
  const hook = `data:text/javascript,${encodeURIComponent(FROM_SOURCE)}`;
  return { url: new URL('./render-worker.ts', here), options: { execArgv: ['--conditions=source', '--no-warnings', '--import', hook] } };
}
