import type { LoggedEvent } from './event.js';

export interface LogFilter {
  /** Only events of these types. */
  types?: readonly string[];
  /** Only events about these. */
  subjects?: readonly string[];
}

/** How far a subscriber is behind the newest event. */
export interface SubscriberLag {
  subscriber: string;
  seq: number;
  lag: number;
  /** When the first event that it has not seen happened; null when it has seen all. */
  waitingSince: Date | null;
}

/** The ordered log of everything that happened, kept 30 days. `seq` counts 1, 2, 3 … without gaps and is never reused. */
export abstract class EventLog {
  /** Events after `seq` in order, at most `limit`. Events older than `oldest()` are gone without a sign: ask for it first. */
  abstract since(seq: number, limit: number, filter?: LogFilter): Promise<LoggedEvent[]>;
  /** The newest seq; 0 before the first event. */
  abstract head(): Promise<number>;
  /** The oldest seq that is still held; one more than the head when none is. */
  abstract oldest(): Promise<number>;
  /** When the oldest thing that is still in the outbox was put there; null when all is in the log or the queue. */
  abstract outboxSince(): Promise<Date | null>;
  /** Where every cursor stands. */
  abstract lags(): Promise<SubscriberLag[]>;
  /** Forgets events from before `before`; returns how many. */
  abstract purge(before: Date): Promise<number>;
}

/** How long the log keeps an event. */
export const LOG_RETENTION_DAYS = 30;
