import { systemContext } from '#libs/kernel';
import { sql, type SqlReader, type UnitOfWork } from '#libs/persistence';
import type { LoggedEvent } from './event.js';
import { EventLog, type LogFilter, type SubscriberLag } from './event-log.port.js';

const COLUMNS = 'seq, id, type, subject, data, at';
const SINCE = sql<LoggedEvent>(
  'events.log-since',
  `select ${COLUMNS} from events.log where seq > $1 and ($3::text[] is null or type = any($3)) order by seq limit $2`,
);
// A statement of its own: behind an `or … is null` a generic plan could not use the index on subject.
const SINCE_ABOUT = sql<LoggedEvent>(
  'events.log-since-about',
  `select ${COLUMNS} from events.log where subject = any($4::text[]) and seq > $1 and ($3::text[] is null or type = any($3)) order by seq limit $2`,
);
const HEAD = sql<{ seq: number }>('events.log-head', 'select seq from events.head');
const OLDEST = sql<{ seq: number }>(
  'events.log-oldest',
  'select coalesce((select seq from events.log order by seq limit 1), (select seq + 1 from events.head)) as seq',
);
const LAGS = sql<SubscriberLag>(
  'events.lags',
  `select c.subscriber, c.seq, greatest(h.seq - c.seq, 0) as lag,
     (select l.at from events.log l where l.seq > c.seq order by l.seq limit 1) as "waitingSince"
   from events.cursors c cross join events.head h order by c.subscriber`,
);
const OUTBOX_SINCE = sql<{ at: Date }>('events.outbox-since', 'select at from events.outbox order by position limit 1');
// `at` grows with `seq` up to the length of a transaction, so the front of the log holds everything that is old.
const PURGE = sql<{ seq: number }>(
  'events.log-purge',
  'delete from events.log where seq in (select seq from events.log order by seq limit 5000) and at < $1 returning seq',
);

export class PostgresEventLog extends EventLog {
  constructor(
    private readonly reader: SqlReader,
    private readonly unitOfWork: UnitOfWork,
  ) {
    super();
  }

  since(seq: number, limit: number, filter: LogFilter = {}): Promise<LoggedEvent[]> {
    const types = filter.types ?? null;
    if (filter.subjects) return this.reader.query(SINCE_ABOUT, [seq, limit, types, filter.subjects]);
    return this.reader.query(SINCE, [seq, limit, types]);
  }

  async head(): Promise<number> {
    return (await this.reader.one(HEAD))?.seq ?? 0;
  }

  async oldest(): Promise<number> {
    return (await this.reader.one(OLDEST))?.seq ?? 1;
  }

  async outboxSince(): Promise<Date | null> {
    return (await this.reader.one(OUTBOX_SINCE))?.at ?? null;
  }

  lags(): Promise<SubscriberLag[]> {
    return this.reader.query(LAGS);
  }

  async purge(before: Date): Promise<number> {
    for (let purged = 0; ; ) {
      const rows = await this.unitOfWork.run(systemContext('purge the event log'), (tx) => tx.query(PURGE, [before]));
      if (rows.length === 0) return purged;
      purged += rows.length;
    }
  }
}
