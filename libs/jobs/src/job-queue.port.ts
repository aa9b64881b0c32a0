import type { Tx } from '#libs/persistence';

/** Anything JSON can carry; nothing else survives a queue. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Declares a job: imperative name (`mail.send`), how often it is tried, the first back-off in ms (doubles). */
export interface JobDefinition<P extends Json = Json> {
  readonly name: string;
  readonly attempts: number;
  readonly backoffMs: number;
  /** Only carries the payload type. */
  readonly payload?: P;
}

/** Runs one job in the worker. May run more than once for one request: must be idempotent by `id`. A throw means retry. */
export type JobHandler<P extends Json = Json> = (payload: P, job: { id: string; attempt: number }) => Promise<void>;

/**
 * Background jobs. `request` writes the wish in the caller's transaction; the relay adds it to the queue under the request's id,
 * so a job exists exactly when its transaction committed, and once. Not promised: order, or a start time.
 */
export abstract class JobQueue {
  /** @returns the id of the job. @throws TypeError when the payload is not plain JSON */
  abstract request<P extends Json>(tx: Tx, job: JobDefinition<P>, payload: P): Promise<string>;
}
