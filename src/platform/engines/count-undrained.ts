import type { Logger } from '#libs/observability';
import type { ConnectionSettings } from '#libs/persistence';

/** How many jobs wait or run in this engine of the queue; those that come back by a schedule do not count. */
export async function countUndrained(engine: string, connection: ConnectionSettings, logger: Logger): Promise<number> {
  if (engine !== 'postgres') return Number.POSITIVE_INFINITY;
  const { bullConnection, BullQueue } = await import('#libs/jobs/bullmq');
  const queue = new BullQueue(bullConnection(connection, 1, 'count jobs'), logger);
  try {
    const open = queue.open();
    const { waiting = 0, prioritized = 0, active = 0, delayed = 0 } = await open.getJobCounts('waiting', 'prioritized', 'active', 'delayed');
    const scheduled = await open.getJobSchedulersCount();
    return waiting + prioritized + active + Math.max(0, delayed - scheduled);
  } finally {
    await queue.close();
  }
}
