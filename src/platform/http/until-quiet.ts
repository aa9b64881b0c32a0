import type { IncomingMessage, Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** A proxy that polled late, on a busy machine, sends for longer: it is noticed by what still comes. */
const QUIET_MS = 400;
const LOOK_EVERY_MS = 50;

const now = (): number => performance.now();

/** Resolves when at least `leastMs` have passed and nothing but health checks has come for a moment; after `mostMs` in any case. */
export async function untilQuiet(server: Server, { leastMs, mostMs }: { leastMs: number; mostMs: number }): Promise<void> {
  const began = now();
  let last = began - QUIET_MS;
  const note = ({ url }: IncomingMessage): void => {
    if (!url?.startsWith('/health')) last = now();
  };
  server.on('request', note);
  await sleep(leastMs);
  while (now() - last < QUIET_MS && now() - began < mostMs) await sleep(LOOK_EVERY_MS);
  server.off('request', note);
}
