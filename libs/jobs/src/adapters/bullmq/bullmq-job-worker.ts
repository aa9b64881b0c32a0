import { createPostgresBackend, type Job, Worker } from 'bullmq';
import type { Logger } from '#libs/observability';
import type { RegisteredJob } from '../../define-job.js';
import type { JobHandler } from '../../job-queue.port.js';
import { type JobSchedule, JobWorker } from '../../job-worker.port.js';
import { type BullConnection, QUEUE } from './bull-connection.js';
import { bullOptions } from './bull-options.js';
import type { BullQueue } from './bull-queue.js';

type BullJob = Job<{ payload: never }>;

export interface BullmqJobWorkerOptions {
  concurrency: number;
  /** After this long without a sign of life a job's worker counts as dead, in ms. */
  lockMs?: number;
  /** How often jobs of dead workers are looked for, in ms. */
  stalledCheckMs?: number;
}

/** A worker that is killed 50 times over one job is broken by that job. (BullMQ's default of 1 fails jobs for good at the second kill.) */
const MAX_STALLED = 50;

export class BullmqJobWorker extends JobWorker {
  private worker?: { close(): Promise<void> };

  constructor(
    private readonly connection: BullConnection,
    private readonly queue: BullQueue,
    private readonly options: BullmqJobWorkerOptions,
    private readonly logger: Logger,
  ) {
    super();
  }

  async start(jobs: readonly RegisteredJob[], schedules: readonly JobSchedule[] = []): Promise<void> {
    const handlers = new Map<string, JobHandler>();
    for (const { definition, handler } of jobs) {
      if (handlers.has(definition.name)) throw new Error(`job ${definition.name} has two handlers`);
      handlers.set(definition.name, handler);
    }
    await this.schedule(schedules);
    const worker = new Worker(QUEUE, (job: BullJob) => this.run(handlers, job), this.workerOptions(), createPostgresBackend);
    worker.on('error', (error) => this.logger.debug('job worker connection', { err: error }));
    worker.on('failed', (job, error) => this.reportFailure(job, error));
    this.worker = worker;
    await worker.waitUntilReady();
  }

  async stop(): Promise<void> {
    await this.worker?.close();
    this.worker = undefined;
  }

  private workerOptions() {
    return {
      connection: this.connection,
      concurrency: this.options.concurrency,
      lockDuration: this.options.lockMs ?? 30_000,
      stalledInterval: this.options.stalledCheckMs ?? 10_000,
      maxStalledCount: MAX_STALLED,
      // After a lost connection; BullMQ's own 15 s would leave jobs lying that long after every restart of PostgreSQL.
      runRetryDelay: 1_000,
    };
  }

  private async run(handlers: ReadonlyMap<string, JobHandler>, job: BullJob): Promise<void> {
    const handler = handlers.get(job.name);
    // May be a job of a newer version during an upgrade: it fails here and is tried again elsewhere.
    if (!handler) throw new Error(`this worker knows no job ${job.name}`);
    await handler(job.data.payload, { id: job.id!, attempt: job.attemptsMade + 1 });
  }

  private reportFailure(job: BullJob | undefined, error: Error): void {
    const fields = { job: job?.name, jobId: job?.id, attempt: job?.attemptsMade, err: error };
    const isLast = (job?.attemptsMade ?? 0) >= (job?.opts.attempts ?? 1);
    if (isLast) this.logger.error('job failed for good', fields);
    else this.logger.warn('job failed, trying again', fields);
  }

  private async schedule(schedules: readonly JobSchedule[]): Promise<void> {
    const queue = this.queue.open();
    for (const { definition, everyMs } of schedules) {
      await queue.upsertJobScheduler(
        definition.name,
        { every: everyMs },
        { name: definition.name, data: { payload: null }, opts: bullOptions(definition) },
      );
    }
    const wanted = new Set(schedules.map((schedule) => schedule.definition.name));
    for (const { key } of await queue.getJobSchedulers()) if (!wanted.has(key)) await queue.removeJobScheduler(key);
  }
}
