import type { Logger } from '#libs/observability';
import { backOffMs } from './back-off.js';
import type { LoggedEvent } from './event.js';
import type { EventBroadcast } from './event-broadcast.port.js';
import type { EventLog } from './event-log.port.js';
import type { EventSignals } from './event-signals.js';
import { Waker } from './waker.js';

const BATCH = 500;
const LOOK_MS = 5_000;
/** A replica may be told of an event before it holds it. */
const REPLICA_MS = 20;
/** So long the broadcast may take to bring what a signal has announced; then it is read from the log. */
const GRACE_MS = 100;

/** Gets every event once and in order, in batches; must not throw (what it throws is logged and skipped). */
export type TailListener = (events: readonly LoggedEvent[]) => void;

export interface FollowedLog {
  log: EventLog;
  signals: EventSignals;
  broadcast: EventBroadcast | null;
  logger: Logger;
}

/**
 * One follower of the log. Events come by the broadcast where there is one, and are read from the log where it is down, late, or has left
 * something out: `seq` has no gaps, so the next event is known by its number.
 */
export class LogFollower {
  private readonly waker = new Waker();
  private readonly ends: (() => unknown)[] = [];
  private running?: Promise<void>;
  private grace?: NodeJS.Timeout;
  private isStopped = false;
  /** True while the broadcast brings events. */
  private isFed = false;

  constructor(
    private readonly from: FollowedLog,
    private seq: number,
    private readonly listener: TailListener,
  ) {}

  start(): void {
    const { signals, broadcast } = this.from;
    this.ends.push(signals.onLog(() => this.announced()));
    if (broadcast) {
      this.ends.push(broadcast.subscribe({ events: (events) => this.told(events), changed: (isUp) => this.fed(isUp) }));
    }
    this.running = this.run();
  }

  /** Resolves when the last call of the listener has ended. */
  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.grace);
    this.waker.wake();
    await Promise.all([this.running, ...this.ends.splice(0).map((end) => end())]);
  }

  private async run(): Promise<void> {
    let failures = 0;
    while (!this.isStopped) {
      try {
        const events = await this.from.log.since(this.seq, BATCH);
        failures = 0;
        // The broadcast may have been faster.
        this.hand(events.filter((event) => event.seq > this.seq));
        if (events.length < BATCH) await this.waker.wait(this.pause());
      } catch (error) {
        if (failures++ === 0) this.from.logger.warn('the event log cannot be read, trying again', { err: error });
        await this.waker.wait(backOffMs(failures));
      }
    }
  }

  private pause(): number {
    if (this.from.signals.head <= this.seq) return LOOK_MS;
    return this.isFed ? GRACE_MS : REPLICA_MS;
  }

  /** After a time without it, some of what it said may have been missed. */
  private fed(isUp: boolean): void {
    this.isFed = isUp;
    this.waker.wake();
  }

  private announced(): void {
    if (!this.isFed) return this.waker.wake();
    if (this.grace || this.isStopped) return;
    const { head } = this.from.signals;
    this.grace = setTimeout(() => {
      this.grace = undefined;
      if (this.seq < head) this.waker.wake();
      else if (this.seq < this.from.signals.head) this.announced();
    }, GRACE_MS);
  }

  private told(events: readonly LoggedEvent[]): void {
    const unseen = events.filter((event) => event.seq > this.seq);
    if (unseen.every((event, index) => event.seq === this.seq + 1 + index)) this.hand(unseen);
    else this.waker.wake();
  }

  private hand(events: readonly LoggedEvent[]): void {
    const last = events.at(-1);
    if (!last || this.isStopped) return;
    this.seq = last.seq;
    try {
      this.listener(events);
    } catch (error) {
      this.from.logger.error('a follower of the event log failed', { err: error, seq: events[0]?.seq });
    }
  }
}
