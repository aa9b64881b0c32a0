import { parentPort } from 'node:worker_threads';
import { renderSafely } from './render-safely.js';

parentPort?.on('message', ({ id, markdown }: { id: number; markdown: string }) => {
  parentPort?.postMessage({ id, outcome: renderSafely(markdown) });
});
