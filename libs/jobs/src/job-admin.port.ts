export interface JobCounts {
  waiting: number;
  active: number;
  delayed: number;
  failed: number;
}

export interface QueueCounts extends JobCounts {
  queue: string;
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
  /** @throws when the queue's engine does not answer within some seconds */
  abstract counts(): Promise<JobCounts>;
  /** The same queue by queue. */
  abstract queues(): Promise<QueueCounts[]>;
  /** Jobs that would be lost if this queue were left for another one: they wait or run. Dead letters and the next runs of schedules do not count. */
  abstract countUndrained(): Promise<number>;
  /** Dead letters, newest first. */
  abstract failed(limit: number, offset?: number): Promise<FailedJob[]>;
  /** Puts a dead letter back, with all its attempts again. @returns false when there is none of this id */
  abstract redrive(id: string): Promise<boolean>;
  /**
   * Puts back all dead letters there are now, the oldest first; of one job when it is named. One that fails again meanwhile stays one.
   * @param signal stops it between two @returns how many are back
   */
  abstract redriveAll(only?: { name?: string; signal?: AbortSignal }): Promise<number>;
}
