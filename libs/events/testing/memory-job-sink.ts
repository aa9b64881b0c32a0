import { type JobRequest, JobSink } from '../src/job-sink.js';

/** Keeps jobs by id. `refuse` makes it fail, as a queue does that is down. */
export class MemoryJobSink extends JobSink {
  readonly jobs = new Map<string, JobRequest>();
  refuse = false;

  async add(jobs: readonly JobRequest[]): Promise<void> {
    if (this.refuse) throw new Error('the queue is down');
    for (const job of jobs) if (!this.jobs.has(job.id)) this.jobs.set(job.id, job);
  }
}
