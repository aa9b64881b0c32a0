import { Queue, Worker } from 'bullmq';
import { type BullConnection, type OpenBullQueue, QUEUE } from './bull-connection.js';

export interface BullRedisSettings {
  url: string;
  /** What the queue's keys begin with. */
  prefix: string;
}

const CONNECT_MS = 2_000;
const COMMAND_MS = 2_000;
/** Longer than a worker waits for a job in one go (5 s); a connection that has been silent for so long is replaced. */
const SILENT_MS = 15_000;
const LONGEST_PAUSE_MS = 2_000;

/** BullMQ's Redis back-end. One connection per queue, two per worker; BullMQ loads ioredis when the first is opened. */
export function bullRedisConnection({ url, prefix }: BullRedisSettings): BullConnection {
  const shared = {
    url,
    connectTimeout: CONNECT_MS,
    keepAlive: 10_000,
    enableAutoPipelining: false,
    retryStrategy: (times: number) => Math.min(LONGEST_PAUSE_MS, 50 * 2 ** Math.min(times, 10)),
  };
  // Adding fails fast: the request waits in the outbox, not here.
  const forQueue = { ...shared, commandTimeout: COMMAND_MS, enableOfflineQueue: false, maxRetriesPerRequest: 0, autoResendUnfulfilledCommands: false };
  // A worker waits as long as it takes.
  const forWorker = { ...shared, socketTimeout: SILENT_MS, maxRetriesPerRequest: null };
  return {
    engine: 'BullMQ on Redis',
    queue: () => new Queue(QUEUE, { connection: forQueue, prefix: `${prefix}:jobs` }) as unknown as OpenBullQueue,
    worker: (run, tuning) => new Worker(QUEUE, run, { ...tuning, connection: forWorker, prefix: `${prefix}:jobs` }),
  };
}
