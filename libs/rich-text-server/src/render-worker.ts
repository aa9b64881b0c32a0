import { parentPort } from 'node:worker_threads';
import { renderSafely } from './render-safely.js';

parentPort?.on('message', ({ id, markdown }: { id: number; markdown: string }) => {
  // Said before the work, so that the deadline counts rendering and not the start of this thread.
  parentPort?.postMessage({ id });
  parentPort?.postMessage({ id, outcome: renderSafely(markdown) });
});
