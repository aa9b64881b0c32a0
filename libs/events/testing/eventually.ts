import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until `look` answers something other than undefined, null or false; gives up after ten seconds with what was seen last. */
export async function eventually<T>(look: () => T | Promise<T>): Promise<NonNullable<T>> {
  const until = performance.now() + 10_000;
  for (;;) {
    const seen = await look();
    if (seen) return seen as NonNullable<T>;
    if (performance.now() > until) throw new Error(`did not happen within ten seconds; last seen: ${JSON.stringify(seen)}`);
    await sleep(10);
  }
}
