import type { LoggedEvent } from './event.js';

export interface BroadcastListener {
  /** What was just put in the log, as a rule in order and without gaps; nothing of that is promised. */
  events(events: readonly LoggedEvent[]): void;
  /** True: from now on events come, after some may have been lost. False: none come. */
  changed(isUp: boolean): void;
}

/**
 * Tells other processes what the relay has just put in the log. It saves them the reading, nothing else: the log is the truth, and whoever
 * listens (`LogTail`) puts right from it what was lost, doubled or reordered here.
 */
export abstract class EventBroadcast {
  /** After the commit. Never waits, never throws. */
  abstract publish(events: readonly LoggedEvent[]): void;
  /** @returns how to stop */
  abstract subscribe(listener: BroadcastListener): () => Promise<void>;
}
