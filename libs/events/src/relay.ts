import { setTimeout as sleep } from 'node:timers/promises';
import type { DirectClient, DirectConnections } from '#libs/persistence';
import type { Logger } from '#libs/observability';
import { backOffMs } from './back-off.js';
import type { LoggedEvent } from './event.js';
import type { EventBroadcast } from './event-broadcast.port.js';
import { LOG_CHANNEL, OUTBOX_CHANNEL } from './event-signals.js';
import type { JobRequest, JobSink } from './job-sink.js';
import { Waker } from './waker.js';

const POLL_MS = 1_000;
const EVENTS_AT_ONCE = 1_000;
/** After a batch: under load events go together, in one commit, instead of one by one. */
const GATHER_MS = 10;
const GATHER_UNDER_LOAD_MS = 40;
/** As many in one batch are load. */
const MANY = 4;
const JOBS_AT_ONCE = 100;
/** A queue that is back gets what waited within ten seconds. */
const LONGEST_JOB_PAUSE_MS = 10_000;
const LOCK = `select pg_try_advisory_lock(hashtextextended('cairn relay', 0)) as locked`;

/**
 * Moves a batch in one statement, so all of it or nothing. The seq comes from a counter row, not from a sequence:
 * a rolled back sequence value would be a gap that readers take for a lost event.
 */
const MOVED = `
  with moved as (
    delete from events.outbox where position in (
      select position from events.outbox where kind = 'event' order by position limit ${EVENTS_AT_ONCE})
    returning position, id, type, subject, data, at
  ), counted as (
    update events.head set seq = seq + (select count(*) from moved) where exists (select from moved) returning seq
  ), logged as (
    insert into events.log (seq, id, type, subject, data, at)
    select (select seq from counted) - count(*) over () + row_number() over (order by position), id, type, subject, data, at from moved
    returning seq, id, type, subject, data, at
  )`;
const MOVE = `${MOVED}
  select count(*)::int as moved, pg_notify('${LOG_CHANNEL}', (select seq from counted)::text) from logged having count(*) > 0`;
/** The same, answering the events for the broadcast. */
const MOVE_AND_ANSWER = `${MOVED}, told as materialized (select pg_notify('${LOG_CHANNEL}', seq::text)::text as done from counted)
  select seq, id, type, subject, data, at, told.done from logged cross join told order by seq`;

const JOBS = `
  select position::text, id, type as name, (data ->> 'attempts')::int as attempts, (data ->> 'backoffMs')::int as "backoffMs", data -> 'payload' as payload
  from events.outbox where kind = 'job' order by position limit ${JOBS_AT_ONCE}`;
const JOBS_DONE = 'delete from events.outbox where position = any($1::bigint[])';

type EventRow = Omit<LoggedEvent, 'seq'> & { seq: number | string };
type JobRow = JobRequest & { position: string };

/**
 * Moves what transactions left in the outbox: events into the ordered log, wishes for jobs into the queue.
 *
 * One relay is active per site: it holds a session lock, and does its work on that very session, so a relay that has lost the lock cannot
 * write. Others stand by and take over within a second. The order of the log is the order of outbox positions among what is visible when a
 * batch is taken, so an event never comes before one that its transaction could see. Jobs wait on their own and never hold up events.
 */
export class Relay {
  private readonly eventsWaker = new Waker();
  private readonly jobsWaker = new Waker();
  private running?: Promise<void>;
  private isStopped = false;
  private isOpen = false;
  private failures = 0;
  private active = false;

  constructor(
    private readonly connections: DirectConnections,
    private readonly sink: JobSink,
    private readonly logger: Logger,
    /** Told what was moved, after the commit. */
    private readonly broadcast: EventBroadcast | null = null,
  ) {}

  /** True while this relay holds the lock. */
  get isActive(): boolean {
    return this.active;
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Finishes the batch in hand and gives up the lock. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.wake();
    await this.running;
  }

  private wake(): void {
    this.eventsWaker.wake();
    this.jobsWaker.wake();
  }

  private async run(): Promise<void> {
    while (!this.isStopped) {
      await this.session().catch((error: unknown) => this.failed(error));
      if (!this.isStopped) await this.eventsWaker.wait(POLL_MS);
    }
  }

  private async session(): Promise<void> {
    const client = await this.connections.connect('relay');
    this.isOpen = true;
    client.onClosed(() => {
      this.isOpen = false;
      this.wake();
    });
    try {
      await client.listen(OUTBOX_CHANNEL, () => this.wake());
      while (this.goesOn && !(await this.lock(client))) await this.eventsWaker.wait(POLL_MS);
      if (this.goesOn) await this.relay(client);
    } finally {
      this.active = false;
      this.isOpen = false;
      await client.close();
    }
    if (!this.isStopped) throw new Error('the connection was closed');
  }

  private get goesOn(): boolean {
    return this.isOpen && !this.isStopped;
  }

  private async lock(client: DirectClient): Promise<boolean> {
    const [row] = await client.query<{ locked: boolean }>(LOCK);
    this.active = row?.locked ?? false;
    return this.active;
  }

  private async relay(client: DirectClient): Promise<void> {
    this.logger.info('relay is active');
    const jobs = this.relayJobs(client);
    try {
      while (this.goesOn) {
        const moved = this.broadcast ? await this.moveAndTell(client, this.broadcast) : await this.move(client);
        this.failures = 0;
        if (moved > 0 && moved < EVENTS_AT_ONCE) await sleep(moved < MANY ? GATHER_MS : GATHER_UNDER_LOAD_MS);
        if (moved < EVENTS_AT_ONCE) await this.eventsWaker.wait(POLL_MS);
      }
    } finally {
      this.isOpen = false;
      this.jobsWaker.wake();
      await jobs;
    }
  }

  private async move(client: DirectClient): Promise<number> {
    const [row] = await client.query<{ moved: number }>(MOVE);
    return row?.moved ?? 0;
  }

  private async moveAndTell(client: DirectClient, broadcast: EventBroadcast): Promise<number> {
    const rows = await client.query<EventRow>(MOVE_AND_ANSWER);
    broadcast.publish(rows.map(({ seq, id, type, subject, data, at }) => ({ seq: Number(seq), id, type, subject, data, at })));
    return rows.length;
  }

  private async relayJobs(client: DirectClient): Promise<void> {
    let failures = 0;
    while (this.goesOn) {
      try {
        const moved = await this.moveJobs(client);
        failures = 0;
        if (moved < JOBS_AT_ONCE) await this.jobsWaker.wait(POLL_MS);
      } catch (error) {
        if (failures++ === 0 && this.goesOn) this.logger.warn('jobs wait in the outbox: the queue does not take them', { err: error });
        await this.pauseJobs(Math.min(backOffMs(failures), LONGEST_JOB_PAUSE_MS));
      }
    }
  }

  /** Sleeps the back-off through, whatever rings meanwhile; only the end of the session cuts it short. */
  private async pauseJobs(milliseconds: number): Promise<void> {
    const until = performance.now() + milliseconds;
    while (this.goesOn && performance.now() < until) await this.jobsWaker.wait(until - performance.now());
  }

  private async moveJobs(client: DirectClient): Promise<number> {
    const rows = await client.query<JobRow>(JOBS);
    if (rows.length === 0) return 0;
    await this.sink.add(rows.map(({ position: _, ...job }) => job));
    await client.query(JOBS_DONE, [rows.map((row) => row.position)]);
    return rows.length;
  }

  private failed(error: unknown): void {
    if (this.isStopped) return;
    if (this.failures++ === 0) this.logger.warn('relay stopped, starting again', { err: error });
  }
}
