import { createPostgresBackend, type PostgresConnectionOptions, type PostgresQueueBackend, type Processor, Queue, Worker, type WorkerOptions } from 'bullmq';
import type { ConnectionSettings } from '#libs/persistence';

/** All jobs share one queue. */
export const QUEUE = 'cairn';
export const SCHEMA = 'bullmq';

export interface BullJobData {
  payload: unknown;
}

type PostgresQueue = Queue<BullJobData, unknown, string, BullJobData, unknown, string, PostgresQueueBackend, PostgresConnectionOptions>;

/** What we use of BullMQ's queue; the same on both back-ends. */
export type OpenBullQueue = Pick<
  PostgresQueue,
  | 'addBulk'
  | 'close'
  | 'disconnect'
  | 'getFailed'
  | 'getJob'
  | 'getJobCounts'
  | 'getJobSchedulers'
  | 'getJobSchedulersCount'
  | 'getWaiting'
  | 'on'
  | 'removeJobScheduler'
  | 'upsertJobScheduler'
  | 'waitUntilReady'
>;
export type OpenBullWorker = Pick<Worker<BullJobData>, 'close' | 'disconnect' | 'on' | 'waitUntilReady'>;
export type BullRun = Processor<BullJobData>;
export type BullWorkerTuning = Omit<WorkerOptions, 'connection' | 'prefix'>;

/** One of BullMQ's back-ends, and how to reach it. Everything else here is the same for both. */
export interface BullConnection {
  /** For people. */
  readonly engine: string;
  queue(): OpenBullQueue;
  worker(run: BullRun, tuning: BullWorkerTuning): OpenBullWorker;
}

/** BullMQ's PostgreSQL back-end: its own pool, which pins `search_path` to its schema, and one connection to LISTEN on per worker. */
export function bullConnection(settings: ConnectionSettings, max: number, name: string): BullConnection {
  const connection = {
    ...settings,
    max,
    schema: SCHEMA,
    application_name: `cairn ${name}`,
    options: '-c timezone=UTC -c jit=off',
    connectionTimeoutMillis: 2_000,
    keepAlive: true,
  };
  return {
    engine: 'BullMQ on PostgreSQL',
    queue: () => new Queue(QUEUE, { connection }, createPostgresBackend) as PostgresQueue,
    worker: (run, tuning) => new Worker(QUEUE, run, { ...tuning, connection }, createPostgresBackend) as unknown as OpenBullWorker,
  };
}
