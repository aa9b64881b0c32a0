import type { Tx } from '#libs/persistence';
import type { NewEvent } from './event.js';

/** Writes events in the same transaction as their cause; a relay moves them into the ordered log (DESIGN §6). */
export abstract class Outbox {
  abstract add(tx: Tx, ...events: readonly NewEvent[]): Promise<void>;
}
