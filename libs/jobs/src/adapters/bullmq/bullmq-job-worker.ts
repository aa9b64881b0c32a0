import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from 'bullmq';
import type { Logger } from '#libs/observability';
import type { RegisteredJob } from '../../define-job.js';
import type { JobHandler } from '../../job-queue.port.js';
import { type JobSchedule, JobWorker } from '../../job-worker.port.js';
import type { BullConnection, BullJobData, OpenBullWorker } from './bull-connection.js';
import { bullOptions } from './bull-options.js';
import type { BullQueue } from './bull-queue.js';
import { within } from './within.js';

type BullJob = Job<BullJobData>;

export interface BullmqJobWorkerOptions {
  concurrency: number;
  /** After this long without a sign of life a job's worker counts as dead, in ms. */
  lockMs?: number;
  /** How often jobs of dead workers are looked for, in ms. */
  stalledCheckMs?: number;
}

/** A worker that is killed 50 times over one job is broken by that job. (BullMQ's default of 1 fails jobs for good at the second kill.) */
const MAX_STALLED = 50;
/** How long a start waits for the engine; it then goes on in the background. */
const START_MS = 5_000;
const BEGIN_AGAIN_MS = 2_000;
/** How long closing the connections may take once no job runs. */
const CLOSE_MS = 5_000;

export class BullmqJobWorker extends JobWorker {
  private worker?: OpenBullWorker;
  private beginning?: Promise<void>;
  private readonly stopping = new AbortController();
  private readonly running = new Set<Promise<void>>();

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
    this.beginning = this.begin(handlers, schedules);
    await within(START_MS, this.beginning, 'the job queue does not answer').catch((error: unknown) => {
      this.logger.warn('jobs are not run yet, trying again', { err: error });
    });
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.beginning;
    const { worker } = this;
    if (!worker) return;
    this.worker = undefined;
    const closing = worker.close();
    await Promise.all(this.running);
    // An engine that is gone must not hold up the end of the process.
    await within(CLOSE_MS, closing, 'the job worker does not close').catch(() => void worker.disconnect().catch(() => undefined));
  }

  /** Until the engine answers, nothing of the worker is opened: BullMQ could not close it again. */
  private async begin(handlers: ReadonlyMap<string, JobHandler>, schedules: readonly JobSchedule[]): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await this.schedule(schedules);
        return await this.open(handlers);
      } catch (error) {
        this.logger.debug('the job worker cannot begin, trying again', { err: error });
        await sleep(BEGIN_AGAIN_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private async open(handlers: ReadonlyMap<string, JobHandler>): Promise<void> {
    const worker = this.connection.worker((job) => this.track(this.run(handlers, job)), this.tuning());
    worker.on('error', (error) => this.logger.debug('job worker connection', { err: error }));
    worker.on('failed', (job, error) => this.reportFailure(job, error));
    this.worker = worker;
    await within(START_MS, worker.waitUntilReady(), 'the job worker gets no connection').catch((error: unknown) => this.logger.debug('job worker connection', { err: error }));
  }

  private tuning() {
    return {
      concurrency: this.options.concurrency,
      lockDuration: this.options.lockMs ?? 30_000,
      stalledInterval: this.options.stalledCheckMs ?? 10_000,
      maxStalledCount: MAX_STALLED,
      // After a lost connection; BullMQ's own 15 s would leave jobs lying that long after every restart of the engine.
      runRetryDelay: 1_000,
    };
  }

  private track(run: Promise<void>): Promise<void> {
    const ended = run.catch(() => undefined).finally(() => this.running.delete(ended));
    this.running.add(ended);
    return run;
  }

  private async run(handlers: ReadonlyMap<string, JobHandler>, job: BullJob): Promise<void> {
    const handler = handlers.get(job.name);
    // May be a job of a newer version during an upgrade: it fails here and is tried again elsewhere.
    if (!handler) throw new Error(`this worker knows no job ${job.name}`);
    // It was plain JSON when it was requested.
    await handler(job.data.payload as never, { id: job.id!, attempt: job.attemptsMade + 1 });
  }

  private reportFailure(job: BullJob | undefined, error: Error): void {
    const fields = { job: job?.name, jobId: job?.id, attempt: job?.attemptsMade, err: error };
    const isLast = (job?.attemptsMade ?? 0) >= (job?.opts.attempts ?? 1);
    if (isLast) this.logger.error('job failed for good', fields);
    else this.logger.warn('job failed, trying again', fields);
  }

  private async schedule(schedules: readonly JobSchedule[]): Promise<void> {
    const queue = await this.queue.ready();
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
