import type { Logger } from '#libs/observability';
import { backOffMs } from './back-off.js';
import type { LoggedEvent } from './event.js';
import type { EventLog, LogFilter } from './event-log.port.js';
import type { EventSignals } from './event-signals.js';
import { Waker } from './waker.js';

const BATCH = 500;
const LOOK_MS = 5_000;
/** A replica may be told of an event before it holds it. */
const REPLICA_MS = 20;

/** Gets every event once and in order, in batches; must not throw (what it throws is logged and skipped). */
export type TailListener = (events: readonly LoggedEvent[]) => void;

/** Follows the log in one process, without a cursor: for what is rebuilt from nothing at each start, such as the live channel. */
export class LogTail {
  private readonly ends = new Set<() => Promise<void>>();

  constructor(
    private readonly log: EventLog,
    private readonly signals: EventSignals,
    private readonly logger: Logger,
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
   * a second at the latest). Goes on by itself after the database was away. @returns how to stop; resolves when the last call has ended
   */
  follow(fromSeq: number, listener: TailListener): () => Promise<void> {
    const waker = new Waker();
    const state = { seq: fromSeq, isStopped: false };
    const unsubscribe = this.signals.onLog(() => waker.wake());
    const ended = this.loop(state, waker, listener);
    const end = async () => {
      state.isStopped = true;
      unsubscribe();
      waker.wake();
      this.ends.delete(end);
      await ended;
    };
    this.ends.add(end);
    return end;
  }

  /** Ends every follower. */
  async stop(): Promise<void> {
    await Promise.all([...this.ends].map((end) => end()));
  }

  private async loop(state: { seq: number; isStopped: boolean }, waker: Waker, listener: TailListener): Promise<void> {
    let failures = 0;
    while (!state.isStopped) {
      try {
        const events = await this.log.since(state.seq, BATCH);
        failures = 0;
        if (events.length > 0 && !state.isStopped) this.deliver(events, listener);
        state.seq = events.at(-1)?.seq ?? state.seq;
        if (events.length < BATCH) await waker.wait(this.signals.head > state.seq ? REPLICA_MS : LOOK_MS);
      } catch (error) {
        if (failures++ === 0) this.logger.warn('the event log cannot be read, trying again', { err: error });
        await waker.wait(backOffMs(failures));
      }
    }
  }

  private deliver(events: readonly LoggedEvent[], listener: TailListener): void {
    try {
      listener(events);
    } catch (error) {
      this.logger.error('a follower of the event log failed', { err: error, seq: events[0]?.seq });
    }
  }
}
