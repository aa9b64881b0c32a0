import { newId } from '#libs/kernel';
import type { Tx } from '#libs/persistence';
import { assertJson } from '../src/assert-json.js';
import { type JobDefinition, JobQueue, type Json } from '../src/job-queue.port.js';

export interface RequestedJob {
  id: string;
  name: string;
  payload: unknown;
}

/** Keeps what committed transactions requested; nothing runs. */
export class FakeJobQueue extends JobQueue {
  readonly requested: RequestedJob[] = [];

  async request<P extends Json>(tx: Tx, job: JobDefinition<P>, payload: P): Promise<string> {
    assertJson(payload);
    const id = newId();
    tx.afterCommit(() => void this.requested.push({ id, name: job.name, payload: structuredClone(payload) }));
    return id;
  }
}
