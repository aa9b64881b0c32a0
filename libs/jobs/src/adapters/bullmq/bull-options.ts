import type { JobsOptions } from 'bullmq';

const HOUR_S = 3_600;
const DAY_S = 24 * HOUR_S;

/**
 * How a job is tried and kept. Finished ones stay for an hour at least, so that a request which the relay hands over twice finds its id taken;
 * dead letters stay 90 days.
 */
export function bullOptions(job: { attempts: number; backoffMs: number }): JobsOptions {
  return {
    attempts: job.attempts,
    backoff: { type: 'exponential', delay: job.backoffMs },
    removeOnComplete: { age: HOUR_S },
    removeOnFail: { age: 90 * DAY_S },
  };
}
