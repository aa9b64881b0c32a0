import { AppError, systemContext } from '#libs/kernel';
import type { Logger } from '#libs/observability';
import { sql, type Tx, type UnitOfWork } from '#libs/persistence';
import { backOffMs } from './back-off.js';
import type { LoggedEvent } from './event.js';
import type { Subscriber } from './subscriber.js';

const BATCH = 500;
const FAILURES_BEFORE_HALVING = 3;

const CREATE = sql(
  'events.cursor-create',
  `insert into events.cursors (subscriber, seq)
   select $1, case when $2 then h.seq else coalesce((select seq - 1 from events.log order by seq limit 1), h.seq) end from events.head h
   on conflict (subscriber) do nothing`,
);
// No wait for the disk: a crash takes effect and cursor back together, and both are done again. Their flushes would make writers wait.
const LOCK = sql<{ seq: number }>(
  'events.cursor-lock',
  `select seq, set_config('synchronous_commit', 'off', true) from events.cursors where subscriber = $1 for update skip locked`,
);
const NEXT = sql<LoggedEvent & { wanted: boolean }>(
  'events.cursor-next',
  `select seq, id, type, subject, at, type = any($3::text[]) as wanted, case when type = any($3::text[]) then data end as data
   from events.log where seq > $1 order by seq limit $2`,
);
const ADVANCE = sql('events.cursor-advance', 'update events.cursors set seq = $2, updated_at = clock_timestamp() where subscriber = $1');

/** `more`: there may be further events; `done`: all were seen with this batch; `idle`: there was none; `busy`: another process holds the cursor; `failed`: try again after `retryMs`. */
export type Progress = { state: 'more' | 'done' | 'idle' | 'busy' } | { state: 'failed'; retryMs: number };

export interface SubscriptionStatus {
  subscriber: string;
  failures: number;
  /** Of the last failure, while it is failing. */
  error?: string;
}

/** One subscriber and its cursor. */
export class Subscription {
  private batch = BATCH;
  private failures = 0;
  private failuresAlone = 0;
  private error?: string;
  /** The last seq of the batch that was tried last. */
  private reached = 0;
  private suspectUpTo = 0;
  private readonly logger: Logger;

  constructor(
    readonly subscriber: Subscriber,
    private readonly unitOfWork: UnitOfWork,
    logger: Logger,
  ) {
    this.logger = logger.child({ subscriber: subscriber.name });
  }

  get status(): SubscriptionStatus {
    return { subscriber: this.subscriber.name, failures: this.failures, ...(this.error ? { error: this.error } : {}) };
  }

  /** Makes the cursor unless it exists. */
  async open(): Promise<void> {
    const startsAtHead = this.subscriber.startsAt === 'head';
    await this.unitOfWork.run(this.context(), (tx) => tx.query(CREATE, [this.subscriber.name, startsAtHead]));
  }

  /** Takes one batch: effect and cursor in one transaction. Never throws. */
  async step(): Promise<Progress> {
    try {
      const progress = await this.unitOfWork.run(this.context(), (tx) => this.take(tx));
      if (progress.state !== 'busy') this.succeeded();
      return progress;
    } catch (error) {
      return this.failed(error);
    }
  }

  private async take(tx: Tx): Promise<Progress> {
    const { name, types } = this.subscriber;
    const [cursor] = await tx.query(LOCK, [name]);
    if (!cursor) return { state: 'busy' };
    const rows = await tx.query(NEXT, [cursor.seq, this.batch, types]);
    const last = rows.at(-1);
    if (!last) return { state: 'idle' };
    this.reached = last.seq;
    this.reportGap(cursor.seq, rows[0]!.seq);
    const wanted = rows.filter((row) => row.wanted).map(({ wanted: _, ...event }) => event);
    if (wanted.length > 0) await this.subscriber.handle(wanted, tx);
    await tx.query(ADVANCE, [name, last.seq]);
    return { state: rows.length < this.batch ? 'done' : 'more' };
  }

  private reportGap(cursor: number, first: number): void {
    if (first === cursor + 1) return;
    this.logger.error('subscriber missed events that the log no longer holds', { from: cursor + 1, to: first - 1 });
  }

  /** Large batches come back only when everything that was in the failing one is through. */
  private succeeded(): void {
    this.failuresAlone = 0;
    if (this.failures === 0 || this.reached < this.suspectUpTo) return;
    this.logger.info('subscriber goes on', { failures: this.failures });
    this.failures = 0;
    this.error = undefined;
    this.batch = BATCH;
  }

  /** After a few failures the batch is halved again and again, until a bad event stands alone and all before it are through. */
  private failed(error: unknown): Progress {
    if (this.failures === 0) this.suspectUpTo = this.reached;
    this.failures++;
    this.error = error instanceof Error ? error.message : String(error);
    if (this.failures === 1) this.logger.error('subscriber failed, trying again', { err: error });
    // What the events go to is down: no event is at fault, so none has to be found.
    if (error instanceof AppError && error.definition.kind === 'unavailable') return { state: 'failed', retryMs: this.pause(this.failures) };
    if (this.batch === 1) return this.failedAlone(error);
    if (this.failures < FAILURES_BEFORE_HALVING) return { state: 'failed', retryMs: this.pause(this.failures) };
    this.batch = Math.ceil(this.batch / 2);
    return { state: 'failed', retryMs: backOffMs(1) };
  }

  private failedAlone(error: unknown): Progress {
    this.failuresAlone++;
    if (this.failuresAlone === 1) this.logger.error('subscriber is held up by one event', { err: error, seq: this.reached });
    return { state: 'failed', retryMs: this.pause(this.failuresAlone) };
  }

  private pause(failures: number): number {
    return Math.min(backOffMs(failures), this.subscriber.longestRetryMs ?? Infinity);
  }

  private context() {
    return systemContext(`subscriber ${this.subscriber.name}`);
  }
}
