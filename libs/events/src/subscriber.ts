import type { Tx } from '#libs/persistence';
import type { LoggedEvent } from './event.js';

/** Reads the log from its own cursor, in order, in batches. Runs in the worker. */
export interface Subscriber {
  /** Stable name of the cursor. */
  readonly name: string;
  /** The event types it wants; others advance the cursor unseen. */
  readonly types: readonly string[];
  /** Where a cursor begins that does not exist yet: at the oldest event still held (default), or after the newest. */
  readonly startsAt?: 'oldest' | 'head';
  /** The longest pause between two tries of a batch that fails; 30 s unless it says otherwise. */
  readonly longestRetryMs?: number;
  /**
   * Handles a batch. Effects through `tx` commit together with the cursor, so they happen exactly once;
   * effects elsewhere may be repeated and must be idempotent. A throw rolls back and retries with back-off.
   */
  handle(events: readonly LoggedEvent[], tx: Tx): Promise<void>;
}
