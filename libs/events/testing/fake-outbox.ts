import type { Tx } from '#libs/persistence';
import type { NewEvent } from '../src/event.js';
import type { JobRequest } from '../src/job-sink.js';
import { Outbox } from '../src/outbox.js';

/** Keeps what committed transactions added, in order. */
export class FakeOutbox extends Outbox {
  readonly events: NewEvent[] = [];
  readonly jobs: JobRequest[] = [];

  async add(tx: Tx, ...events: readonly NewEvent[]): Promise<void> {
    tx.afterCommit(() => void this.events.push(...structuredClone(events)));
  }

  async request(tx: Tx, ...jobs: readonly JobRequest[]): Promise<void> {
    tx.afterCommit(() => void this.jobs.push(...structuredClone(jobs)));
  }
}
