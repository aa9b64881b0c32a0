import type { JobSink } from '#libs/events';
import { type JobWorker, jobsConfig } from '#libs/jobs';
import { bullConnection, BullmqJobSink, BullmqJobWorker, BullQueue } from '#libs/jobs/bullmq';
import type { Runtime } from '../runtime/runtime.js';

/** Connections that running jobs may use of the queue's own, besides the one it listens on; and those that adding jobs may use. */
const JOB_POOL = 3;
const QUEUE_POOL = 2;

/** The job queue as a worker process holds it. */
export interface JobEngine {
  /** Where the relay puts requested jobs. */
  readonly sink: JobSink;
  readonly worker: JobWorker;
  /** After the worker has stopped. */
  close(): Promise<void>;
}

export function jobEngine(runtime: Runtime): JobEngine {
  const { directConnection: connection, logger, configuration } = runtime;
  const { JOBS_CONCURRENCY: concurrency } = configuration.of(jobsConfig);
  const queue = new BullQueue(bullConnection(connection, QUEUE_POOL, 'queue'), logger);
  return {
    sink: new BullmqJobSink(queue),
    worker: new BullmqJobWorker(bullConnection(connection, JOB_POOL, 'jobs'), queue, { concurrency }, logger),
    close: () => queue.close(),
  };
}
