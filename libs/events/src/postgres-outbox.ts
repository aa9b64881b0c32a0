import { setTimeout as sleep } from 'node:timers/promises';
import { newId, systemContext } from '#libs/kernel';
import { sql, type Tx, type UnitOfWork } from '#libs/persistence';
import type { NewEvent } from './event.js';
import type { JobRequest } from './job-sink.js';
import { Outbox } from './outbox.js';

const ADD = sql(
  'events.outbox-add',
  `insert into events.outbox (id, kind, type, subject, data)
   select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::jsonb[])`,
);

interface OutboxRow {
  id: string;
  kind: 'event' | 'job';
  type: string;
  subject: string;
  data: unknown;
}

export interface PostgresOutboxOptions {
  /** Called after each commit that added something: tells the relay at once instead of within a second. */
  ring?: () => void;
  /**
   * Control of the fault tests: writes in a transaction of its own, some time after the cause has committed,
   * so that a crash between the two loses events. Never set in production.
   */
  breakAtomicity?: { unitOfWork: UnitOfWork; delayMs: number };
}

export class PostgresOutbox extends Outbox {
  constructor(private readonly options: PostgresOutboxOptions = {}) {
    super();
  }

  add(tx: Tx, ...events: readonly NewEvent[]): Promise<void> {
    return this.write(
      tx,
      events.map(({ type, subject, data }) => ({ id: newId(), kind: 'event', type, subject, data })),
    );
  }

  request(tx: Tx, ...jobs: readonly JobRequest[]): Promise<void> {
    return this.write(
      tx,
      jobs.map(({ id, name, ...data }) => ({ id, kind: 'job', type: name, subject: `job:${id}`, data })),
    );
  }

  private async write(tx: Tx, rows: readonly OutboxRow[]): Promise<void> {
    if (rows.length === 0) return;
    if (this.options.breakAtomicity) tx.afterCommit(() => void this.writeApart(rows).catch(() => undefined));
    else await this.insert(tx, rows);
    // After the commit and not inside it: a NOTIFY in the transaction takes a lock that makes commits queue up one by one.
    if (this.options.ring) tx.afterCommit(this.options.ring);
  }

  private async writeApart(rows: readonly OutboxRow[]): Promise<void> {
    const { unitOfWork, delayMs } = this.options.breakAtomicity!;
    await sleep(delayMs);
    await unitOfWork.run(systemContext('broken outbox'), (tx) => this.insert(tx, rows));
  }

  private async insert(tx: Tx, rows: readonly OutboxRow[]): Promise<void> {
    const column = <K extends keyof OutboxRow>(key: K) => rows.map((row) => row[key]);
    const data = rows.map((row) => JSON.stringify(row.data));
    await tx.query(ADD, [column('id'), column('kind'), column('type'), column('subject'), data]);
  }
}
