import type { RegisteredJob } from './define-job.js';
import type { JobDefinition } from './job-queue.port.js';

/** A job that comes back every `everyMs`, once per site however many workers run; a run that was missed is not made up for. */
export interface JobSchedule {
  readonly definition: JobDefinition;
  readonly everyMs: number;
}

/**
 * Runs jobs. A job whose worker was killed runs again elsewhere within a minute; that never counts as a failure.
 * A job that has failed `attempts` times is put aside as a dead letter (see `JobAdmin`).
 */
export abstract class JobWorker {
  /** Begins to take jobs, now or, while the queue's engine is down, as soon as it is back. A schedule that is no longer listed ends. */
  abstract start(jobs: readonly RegisteredJob[], schedules?: readonly JobSchedule[]): Promise<void>;
  /** Takes no more, waits for the running ones, closes. */
  abstract stop(): Promise<void>;
}
