import { type FailedJob, JobAdmin, type JobCounts, type QueueCounts } from '../../job-admin.port.js';
import { QUEUE } from './bull-connection.js';
import type { BullQueue } from './bull-queue.js';

const PAGE = 500;
/** Put back at the same time. */
const AT_ONCE = 10;

export class BullmqJobAdmin extends JobAdmin {
  constructor(private readonly queue: BullQueue) {
    super();
  }

  async counts(): Promise<JobCounts> {
    const queue = await this.queue.ready();
    const counts = await queue.getJobCounts('waiting', 'prioritized', 'active', 'delayed', 'failed');
    const of = (state: string) => counts[state] ?? 0;
    return { waiting: of('waiting') + of('prioritized'), active: of('active'), delayed: of('delayed'), failed: of('failed') };
  }

  async queues(): Promise<QueueCounts[]> {
    return [{ queue: QUEUE, ...(await this.counts()) }];
  }

  async countUndrained(): Promise<number> {
    const { waiting, active, delayed } = await this.counts();
    // Every schedule always has one run to come, which waits among the others.
    const scheduled = await (await this.queue.ready()).getJobSchedulersCount();
    return Math.max(0, waiting + active + delayed - scheduled);
  }

  async failed(limit: number, offset = 0): Promise<FailedJob[]> {
    const jobs = await (await this.queue.ready()).getFailed(offset, offset + limit - 1);
    return jobs.map((job) => ({
      id: job.id!,
      name: job.name,
      payload: job.data.payload,
      attempts: job.attemptsMade,
      reason: job.failedReason ?? '',
      failedAt: job.finishedOn ? new Date(job.finishedOn) : null,
    }));
  }

  async redrive(id: string): Promise<boolean> {
    const job = await (await this.queue.ready()).getJob(id);
    if (!job || !(await job.isFailed())) return false;
    try {
      await job.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true });
      return true;
    } catch (error) {
      // Somebody else may have put it back, or removed it, since we looked.
      if (await job.isFailed()) throw error;
      return false;
    }
  }

  async redriveAll({ name, signal }: { name?: string; signal?: AbortSignal } = {}): Promise<number> {
    const ids = (await this.failedIds(name)).reverse();
    let count = 0;
    for (let from = 0; from < ids.length && !signal?.aborted; from += AT_ONCE) {
      const done = await Promise.all(ids.slice(from, from + AT_ONCE).map((id) => this.redrive(id)));
      count += done.filter(Boolean).length;
    }
    return count;
  }

  /** Newest first. */
  private async failedIds(name: string | undefined): Promise<string[]> {
    const ids = new Set<string>();
    for (let offset = 0; ; offset += PAGE) {
      const page = await this.failed(PAGE, offset);
      for (const job of page) if (name === undefined || job.name === name) ids.add(job.id);
      if (page.length < PAGE) return [...ids];
    }
  }
}
