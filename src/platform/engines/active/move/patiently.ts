import { setTimeout as sleep } from 'node:timers/promises';
import { DOCUMENTS_UNAVAILABLE } from '#libs/documents';
import { AppError } from '#libs/kernel';

const PATIENCE_MS = 60_000;
const PAUSE_MS = 1_000;

/** Tries again for a minute while an engine does not answer: a move lasts long enough to see a restart of one. */
export async function patiently<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== DOCUMENTS_UNAVAILABLE.code || performance.now() > deadline) throw error;
      signal.throwIfAborted();
      await sleep(PAUSE_MS);
    }
  }
}
