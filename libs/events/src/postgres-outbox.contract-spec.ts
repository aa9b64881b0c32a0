import { sql } from '#libs/persistence';
import { type EventsFixture, eventsFixture } from '../testing/events-fixture.js';
import { FakeOutbox } from '../testing/fake-outbox.js';
import { MemoryJobSink } from '../testing/memory-job-sink.js';
import { describeJobSinkContract } from '../testing/job-sink.contract.js';
import { describeOutboxContract } from '../testing/outbox.contract.js';
import type { NewEvent } from './event.js';

interface Row {
  kind: string;
  event: NewEvent;
  id: string;
}
const LEFT = sql<Row>(
  'test.outbox-left',
  `select kind, id, json_build_object('type', type, 'subject', subject, 'data', data) as event from events.outbox order by position`,
);

let fixture: EventsFixture;
beforeAll(async () => {
  fixture = await eventsFixture();
});
afterAll(() => fixture.close());

describeOutboxContract('PostgreSQL', async () => {
  await fixture.database.query('truncate events.outbox');
  const left = async () => {
    const rows = await fixture.database.reader.query(LEFT);
    return {
      events: rows.filter((row) => row.kind === 'event').map((row) => row.event),
      jobs: rows
        .filter((row) => row.kind === 'job')
        .map(({ id, event }) => ({ id, name: event.type, ...(event.data as { attempts: number; backoffMs: number; payload: unknown }) })),
    };
  };
  return { unitOfWork: fixture.unitOfWork, outbox: fixture.outbox, left };
});

describeOutboxContract('fake', async () => {
  const outbox = new FakeOutbox();
  return { unitOfWork: fixture.unitOfWork, outbox, left: async () => ({ events: outbox.events, jobs: outbox.jobs }) };
});

describeJobSinkContract('memory', async () => {
  const sink = new MemoryJobSink();
  return { sink, held: async () => [...sink.jobs.values()].map(({ id, name, payload }) => ({ id, name, payload })) };
});
