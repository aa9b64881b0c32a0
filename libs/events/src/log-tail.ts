import type { Logger } from '#libs/observability';
import type { LoggedEvent } from './event.js';
import type { EventBroadcast } from './event-broadcast.port.js';
import type { EventLog, LogFilter } from './event-log.port.js';
import type { EventSignals } from './event-signals.js';
import { LogFollower, type TailListener } from './log-follower.js';

/** Follows the log in one process, without a cursor: for what is rebuilt from nothing at each start, such as the live channel. */
export class LogTail {
  private readonly followers = new Set<LogFollower>();

  constructor(
    private readonly log: EventLog,
    private readonly signals: EventSignals,
    private readonly logger: Logger,
    /** Brings events without reading the log, where there is one. */
    private readonly broadcast: EventBroadcast | null = null,
  ) {}

  since(seq: number, limit: number, filter?: LogFilter): Promise<LoggedEvent[]> {
    return this.log.since(seq, limit, filter);
  }

  head(): Promise<number> {
    return this.log.head();
  }

  oldest(): Promise<number> {
    return this.log.oldest();
  }

  /**
   * Calls `listener` with the events after `fromSeq`, then with new ones as they come (within milliseconds of their commit,
   * a second at the latest). Goes on by itself after the database or the broadcast was away. @returns how to stop; resolves when the
   * last call has ended
   */
  follow(fromSeq: number, listener: TailListener): () => Promise<void> {
    const { log, signals, broadcast, logger } = this;
    const follower = new LogFollower({ log, signals, broadcast, logger }, fromSeq, listener);
    this.followers.add(follower);
    follower.start();
    return async () => {
      this.followers.delete(follower);
      await follower.stop();
    };
  }

  /** Ends every follower. */
  async stop(): Promise<void> {
    await Promise.all([...this.followers].map((follower) => follower.stop()));
    this.followers.clear();
  }
}
