import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until `look` answers something other than undefined, null or false, and answers that; gives up after ten seconds with what was seen last. */
export async function until<T>(look: () => T | Promise<T>): Promise<Exclude<T, undefined | null | false>> {
  const until = performance.now() + 10_000;
  for (;;) {
    const seen = await look();
    if (seen) return seen as Exclude<T, undefined | null | false>;
    if (performance.now() > until) throw new Error(`did not happen within ten seconds; last seen: ${JSON.stringify(seen)}`);
    await sleep(10);
  }
}
