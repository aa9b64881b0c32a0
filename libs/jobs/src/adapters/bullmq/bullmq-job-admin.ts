import { type FailedJob, JobAdmin, type JobCounts } from '../../job-admin.port.js';
import type { BullQueue } from './bull-queue.js';

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
    await job.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true });
    return true;
  }
}
