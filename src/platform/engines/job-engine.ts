import type { Provider } from '@nestjs/common';
import type { JobSink } from '#libs/events';
import { JobAdmin, type JobWorker, jobsConfig } from '#libs/jobs';
import { type BullConnection, bullConnection, BullmqJobAdmin, BullmqJobSink, BullmqJobWorker, BullQueue, bullRedisConnection } from '#libs/jobs/bullmq';
import { redisConfig } from '#libs/redis';
import type { Runtime } from '../runtime/runtime.js';
import { RUNTIME } from './tokens.js';

/** On PostgreSQL: connections that running jobs may use of the queue's own, besides the one it listens on; and those that adding jobs may use. */
const JOB_POOL = 3;
const QUEUE_POOL = 2;

function connection(runtime: Runtime, max: number, name: string): BullConnection {
  const { REDIS_URL: url, REDIS_PREFIX: prefix } = runtime.configuration.of(redisConfig);
  const isRedis = runtime.engines.engineOf('jobs') === 'redis' && url !== undefined;
  return isRedis ? bullRedisConnection({ url, prefix }) : bullConnection(runtime.directConnection, max, name);
}

/** The job queue as this process sees it. Costs nothing until it is used; only a worker runs jobs. */
export class JobEngine {
  readonly admin: JobAdmin;
  /** Where the relay puts requested jobs. */
  readonly sink: JobSink;
  private readonly queue: BullQueue;

  constructor(private readonly runtime: Runtime) {
    this.queue = new BullQueue(connection(runtime, QUEUE_POOL, 'queue'), runtime.logger);
    this.admin = new BullmqJobAdmin(this.queue);
    this.sink = new BullmqJobSink(this.queue);
  }

  /** For people. */
  get name(): string {
    return this.queue.engine;
  }

  newWorker(): JobWorker {
    const { JOBS_CONCURRENCY: concurrency } = this.runtime.configuration.of(jobsConfig);
    return new BullmqJobWorker(connection(this.runtime, JOB_POOL, 'jobs'), this.queue, { concurrency }, this.runtime.logger);
  }

  /** Called by Nest when the application closes; the worker has stopped by then. */
  async onModuleDestroy(): Promise<void> {
    await this.queue.close();
  }
}

export const jobProviders: Provider[] = [
  { provide: JobEngine, useFactory: (runtime: Runtime) => new JobEngine(runtime), inject: [RUNTIME] },
  { provide: JobAdmin, useFactory: (engine: JobEngine) => engine.admin, inject: [JobEngine] },
];
