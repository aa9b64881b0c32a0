import { systemContext } from '#libs/kernel';
import { MemoryLogger } from '#libs/observability/testing';
import { testDatabase } from '#libs/testing';
import type { NewEvent } from '../src/event.js';
import type { EventBroadcast } from '../src/event-broadcast.port.js';
import { EventSignals } from '../src/event-signals.js';
import { LogTail } from '../src/log-tail.js';
import { PostgresEventLog } from '../src/postgres-event-log.js';
import { PostgresOutbox } from '../src/postgres-outbox.js';
import { Relay } from '../src/relay.js';
import { SubscriberRunner } from '../src/subscriber-runner.js';
import { MemoryJobSink } from './memory-job-sink.js';

/** Everything of one site, on a database of its own. Nothing runs until it is started; `close` stops what runs. */
export async function eventsFixture(broadcast: EventBroadcast | null = null) {
  const database = await testDatabase();
  const { unitOfWork, reader, direct } = database;
  const logger = new MemoryLogger();
  const signals = new EventSignals(direct, logger);
  const log = new PostgresEventLog(reader, unitOfWork);
  const outbox = new PostgresOutbox({ ring: () => signals.ringOutbox() });
  const sink = new MemoryJobSink();
  const running: { stop(): Promise<void> }[] = [];
  const started = <T extends { stop(): Promise<void> }>(part: T): T => {
    running.push(part);
    return part;
  };
  signals.start();
  return {
    database, unitOfWork, direct, logger, signals, log, outbox, sink,
    startRelay: () => {
      const relay = started(new Relay(direct, sink, logger, broadcast));
      relay.start();
      return relay;
    },
    stopRelay: async () => {
      await Promise.all(running.filter((part) => part instanceof Relay).map((part) => part.stop()));
    },
    newRunner: () => started(new SubscriberRunner(unitOfWork, signals, logger)),
    newTail: () => started(new LogTail(log, signals, logger, broadcast)),
    publish: (...events: NewEvent[]) => unitOfWork.run(systemContext('test'), (tx) => outbox.add(tx, ...events)),
    close: async () => {
      await Promise.all(running.map((part) => part.stop()));
      await signals.stop();
      await database.drop();
    },
  };
}

export type EventsFixture = Awaited<ReturnType<typeof eventsFixture>>;

/** The n-th event of a test. */
export function numbered(n: number, type = 'answer.posted.v1'): NewEvent {
  return { type, subject: `question:${n % 3}`, data: { n } };
}
