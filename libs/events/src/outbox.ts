import type { Tx } from '#libs/persistence';
import type { NewEvent } from './event.js';
import type { JobRequest } from './job-sink.js';

/** Writes events in the same transaction as their cause; a relay moves them into the ordered log (DESIGN §6). */
export abstract class Outbox {
  /** The events get their place in the log after the commit; events of one call keep their order. */
  abstract add(tx: Tx, ...events: readonly NewEvent[]): Promise<void>;
  /** Wishes for jobs, which the relay hands to the queue after the commit. For `JobQueue` (libs/jobs) only. */
  abstract request(tx: Tx, ...jobs: readonly JobRequest[]): Promise<void>;
}
