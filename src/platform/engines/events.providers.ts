import type { Provider } from '@nestjs/common';
import { EventBroadcast, EventLog, EventSignals, LogTail, Outbox, PostgresEventLog, PostgresOutbox, SubscriberRegistry } from '#libs/events';
import { JobQueue, JobRegistry, OutboxJobQueue } from '#libs/jobs';
import { Logger } from '#libs/observability';
import { DirectConnections, SqlReader, UnitOfWork } from '#libs/persistence';
import { Presence } from '#libs/realtime';
import { platformConfig } from '../config/index.js';
import type { Runtime } from '../runtime/runtime.js';
import { RedisLinks } from './redis-links.js';
import { RUNTIME } from './tokens.js';

const BREAK_DELAY_MS = 50;

function outbox(runtime: Runtime, signals: EventSignals): PostgresOutbox {
  const { CAIRN_TEST_BREAK, CAIRN_TEST_BUILD } = runtime.configuration.of(platformConfig);
  const broken = CAIRN_TEST_BUILD && CAIRN_TEST_BREAK === 'outbox-outside-tx';
  const breakAtomicity = broken ? { unitOfWork: runtime.database.unitOfWork, delayMs: BREAK_DELAY_MS } : undefined;
  return new PostgresOutbox({ ring: () => signals.ringOutbox(), breakAtomicity });
}

/** On one machine everybody reads the log. */
async function broadcast(links: RedisLinks): Promise<EventBroadcast | null> {
  return links.main === null ? null : new (await import('#libs/events/redis')).RedisEventBroadcast(links.main);
}

async function presence(links: RedisLinks): Promise<Presence> {
  if (links.main !== null) return new (await import('#libs/realtime/redis')).RedisPresence(links.main);
  return new (await import('#libs/realtime/in-process')).InProcessPresence();
}

/** Events: the outbox, the log, who is woken by them; and the requests for jobs that travel with them. */
export const eventsProviders: Provider[] = [
  { provide: EventLog, useFactory: (reader: SqlReader, uow: UnitOfWork) => new PostgresEventLog(reader, uow), inject: [SqlReader, UnitOfWork] },
  { provide: EventSignals, useFactory: (direct: DirectConnections, logger: Logger) => new EventSignals(direct, logger), inject: [DirectConnections, Logger] },
  { provide: Presence, useFactory: presence, inject: [RedisLinks] },
  { provide: EventBroadcast, useFactory: broadcast, inject: [RedisLinks] },
  {
    provide: LogTail,
    useFactory: (log: EventLog, signals: EventSignals, logger: Logger, feed: EventBroadcast | null) => new LogTail(log, signals, logger, feed),
    inject: [EventLog, EventSignals, Logger, EventBroadcast],
  },
  { provide: Outbox, useFactory: outbox, inject: [RUNTIME, EventSignals] },
  { provide: JobQueue, useFactory: (box: PostgresOutbox) => new OutboxJobQueue(box), inject: [Outbox] },
  SubscriberRegistry,
  JobRegistry,
];
