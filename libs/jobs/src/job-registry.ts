import type { RegisteredJob } from './define-job.js';
import type { JobSchedule } from './job-worker.port.js';

/** Worker modules put their jobs here while the program starts; the worker then runs them. */
export class JobRegistry {
  private readonly registered: RegisteredJob[] = [];
  private readonly scheduled: JobSchedule[] = [];

  /** @param everyMs also runs the job that often */
  add(job: RegisteredJob, everyMs?: number): void {
    this.registered.push(job);
    if (everyMs !== undefined) this.scheduled.push({ definition: job.definition, everyMs });
  }

  jobs(): readonly RegisteredJob[] {
    return this.registered;
  }

  schedules(): readonly JobSchedule[] {
    return this.scheduled;
  }
}
