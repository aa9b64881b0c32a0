import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '#libs/kernel';
import type { DirectClient } from '#libs/persistence';
import { type Engine } from '../../ports.js';
import { MOVE_REFUSED } from './move-errors.js';

/**
 * Every API process and worker has one connection called `cairn signals`; one that could follow to another engine has a second, called
 * `cairn engines <role> <engines>`. Their difference are processes that would stand without the texts after the switch.
 */
const STAYING = `
  select (count(*) filter (where application_name = 'cairn signals')
    - count(*) filter (where application_name ~ ('^cairn engines (api|worker)( .*)? ' || $1 || '( |$)')))::int as n
  from pg_stat_activity where datname = current_database()`;
/** One of the two may just be connecting again. */
const PATIENCE_MS = 5_000;
const PAUSE_MS = 250;

/** @throws ENGINES.MOVE_REFUSED when a running process does not have the URL of `engine` */
export async function requireFollowers(client: DirectClient, engine: Engine): Promise<void> {
  if (engine.variables.length === 0) return;
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const [row] = await client.query<{ n: number }>(STAYING, [engine.name]);
    if (row!.n <= 0) return;
    if (performance.now() > deadline) throw new AppError(MOVE_REFUSED, { detail: `${row!.n} running API or worker process(es) of this site do not have ${engine.variables.join(', ')}: set it for all of them and start them again, then run the move.` });
    await sleep(PAUSE_MS);
  }
}
