import { type JobRequest, JobSink } from '#libs/events';
import { bullOptions } from './bull-options.js';
import type { BullQueue } from './bull-queue.js';

export class BullmqJobSink extends JobSink {
  constructor(private readonly queue: BullQueue) {
    super();
  }

  async add(jobs: readonly JobRequest[]): Promise<void> {
    await this.queue
      .open()
      .addBulk(jobs.map((job) => ({ name: job.name, data: { payload: job.payload }, opts: { ...bullOptions(job), jobId: job.id } })));
  }
}
