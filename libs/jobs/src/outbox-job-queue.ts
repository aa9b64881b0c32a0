import type { Outbox } from '#libs/events';
import { newId } from '#libs/kernel';
import type { Tx } from '#libs/persistence';
import { assertJson } from './assert-json.js';
import { type JobDefinition, JobQueue, type Json } from './job-queue.port.js';

/** Requests jobs through the outbox: the same on every engine, since only the relay talks to the queue. */
export class OutboxJobQueue extends JobQueue {
  constructor(private readonly outbox: Outbox) {
    super();
  }

  async request<P extends Json>(tx: Tx, job: JobDefinition<P>, payload: P): Promise<string> {
    assertJson(payload);
    const id = newId();
    await this.outbox.request(tx, { id, name: job.name, attempts: job.attempts, backoffMs: job.backoffMs, payload });
    return id;
  }
}
