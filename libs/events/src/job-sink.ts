/** A job somebody wished for in a committed transaction. */
export interface JobRequest {
  readonly id: string;
  readonly name: string;
  /** How often it is tried at most, and the first back-off in ms. */
  readonly attempts: number;
  readonly backoffMs: number;
  /** JSON. */
  readonly payload: unknown;
}

/** Where the relay puts wished-for jobs. */
export abstract class JobSink {
  /**
   * Durable before it resolves. The relay may hand over the same id again after a crash; that must not make a second job,
   * at least while the first is waiting, running or has ended within the last hour.
   */
  abstract add(jobs: readonly JobRequest[]): Promise<void>;
}
