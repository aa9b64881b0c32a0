import { type JobRequest, JobSink } from '#libs/events';
import { bullOptions } from './bull-options.js';
import type { BullQueue } from './bull-queue.js';
import { within } from './within.js';

const ADD_MS = 5_000;

export class BullmqJobSink extends JobSink {
  constructor(private readonly queue: BullQueue) {
    super();
  }

  async add(jobs: readonly JobRequest[]): Promise<void> {
    const queue = await this.queue.ready();
    const adding = queue.addBulk(jobs.map((job) => ({ name: job.name, data: { payload: job.payload }, opts: { ...bullOptions(job), jobId: job.id } })));
    await within(ADD_MS, adding, 'the job queue does not take jobs');
  }
}
