import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '#libs/kernel';
import type { DirectClient, DirectConnections } from '#libs/persistence';
import { MOVE_REFUSED } from './move-errors.js';

const TRY = `select pg_try_advisory_lock(hashtextextended('cairn move documents', 0)) as locked`;
/** The server needs a moment to notice that a killed mover is gone. */
const PATIENCE_MS = 3_000;
const PAUSE_MS = 200;

async function isLocked(client: DirectClient): Promise<boolean> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const [row] = await client.query<{ locked: boolean }>(TRY);
    if (row!.locked) return true;
    if (performance.now() > deadline) return false;
    await sleep(PAUSE_MS);
  }
}

/** Runs `work` as the only mover of this site, on the connection that holds the lock. @throws ENGINES.MOVE_REFUSED while another one runs */
export async function asOnlyMover<T>(connections: DirectConnections, work: (client: DirectClient) => Promise<T>): Promise<T> {
  const client = await connections.connect('move documents');
  try {
    if (!(await isLocked(client))) throw new AppError(MOVE_REFUSED, { detail: 'Another `cairn move documents` runs at this moment.' });
    return await work(client);
  } finally {
    await client.close();
  }
}
