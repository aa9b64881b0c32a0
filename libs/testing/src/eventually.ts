import { setTimeout as sleep } from 'node:timers/promises';

const EVERY_MS = 20;

/**
 * Tries `check` until it stops throwing, and answers what it answers. For effects that another process or connection brings about:
 * the deadline only bounds a failure, it is not an assertion about speed. @throws the last error after `withinMs`
 */
export async function eventually<T>(check: () => T | Promise<T>, withinMs = 15_000): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() >= deadline) throw error;
      await sleep(EVERY_MS);
    }
  }
}
