import type { Logger } from '#libs/observability';
import type { ConnectionSettings } from '#libs/persistence';
import { redisConfig } from '#libs/redis';
import type { Configuration } from '../config/index.js';

/** How many jobs wait or run in this engine of the queue; those that come back by a schedule do not count. Infinitely many when it does not answer. */
export async function countUndrained(engine: string, configuration: Configuration, connection: ConnectionSettings, logger: Logger): Promise<number> {
  const { bullConnection, BullmqJobAdmin, BullQueue, bullRedisConnection } = await import('#libs/jobs/bullmq');
  const { REDIS_URL: url, REDIS_PREFIX: prefix } = configuration.of(redisConfig);
  if (engine === 'redis' && url === undefined) return Number.POSITIVE_INFINITY;
  const queue = new BullQueue(engine === 'redis' ? bullRedisConnection({ url: url!, prefix }) : bullConnection(connection, 1, 'count jobs'), logger);
  try {
    return await new BullmqJobAdmin(queue).countUndrained();
  } catch (error) {
    logger.warn('the jobs that wait cannot be counted', { err: error, engine });
    return Number.POSITIVE_INFINITY;
  } finally {
    await queue.close();
  }
}
