import { Redis, type RedisOptions } from 'ioredis';
import type { Logger } from '#libs/observability';
import type { RedisLink } from '../../redis-link.js';
import { IoredisLink } from './ioredis-link.js';

export interface OpenRedisOptions {
  url: string;
  prefix: string;
  /** Shown by CLIENT LIST and in log lines: `redis`, `redis cache`. */
  name: string;
  logger: Logger;
  /** How long a command may take, in ms. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 500;
const CONNECT_MS = 2_000;
const LONGEST_PAUSE_MS = 2_000;

function options({ name, timeoutMs = TIMEOUT_MS }: OpenRedisOptions): RedisOptions {
  return {
    connectionName: `cairn:${name.replaceAll(' ', '-')}`,
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
    commandTimeout: timeoutMs,
    keepAlive: 10_000,
    // Fail fast: nothing is queued while there is no connection, nothing is sent a second time.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    enableAutoPipelining: false,
    retryStrategy: (times) => Math.min(LONGEST_PAUSE_MS, 50 * 2 ** Math.min(times, 10)),
  };
}

/** Opens a link; resolves when the server answers, or when it is clear that it does not (2 s): the link then goes on trying. Never throws. */
export async function openRedis(opening: OpenRedisOptions): Promise<RedisLink> {
  const link = new IoredisLink(() => new Redis(opening.url, options(opening)), opening);
  await link.open();
  return link;
}
