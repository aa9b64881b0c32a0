export interface JobCounts {
  waiting: number;
  active: number;
  delayed: number;
  failed: number;
}

/** A job that was tried as often as it may be. Kept 90 days. */
export interface FailedJob {
  id: string;
  name: string;
  payload: unknown;
  attempts: number;
  reason: string;
  failedAt: Date | null;
}

/** What an administrator sees of the queue and may do to it. */
export abstract class JobAdmin {
  abstract counts(): Promise<JobCounts>;
  /** Dead letters, newest first. */
  abstract failed(limit: number, offset?: number): Promise<FailedJob[]>;
  /** Puts a dead letter back, with all its attempts again. @returns false when there is none of this id */
  abstract redrive(id: string): Promise<boolean>;
}
