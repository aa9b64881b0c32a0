import { AppError } from '#libs/kernel';
import { DATABASE_UNAVAILABLE, sql, type Tx } from '#libs/persistence';
import { FakeClock } from '#libs/testing';
import { until } from '../testing/until.js';
import { type EventsFixture, eventsFixture, numbered } from '../testing/events-fixture.js';
import type { LoggedEvent } from './event.js';
import { eventsHealthCheck } from './events-health.js';
import type { Subscriber } from './subscriber.js';

const NOTE = sql('test.note', 'insert into notes (n, reader) values ($1, $2)');
const NOTES = sql<{ n: number; reader: string }>('test.notes', 'select n, reader from notes order by position');

let site: EventsFixture;
beforeEach(async () => {
  site = await eventsFixture();
  await site.database.query('create table notes (position bigint generated always as identity, n int, reader text)');
  site.startRelay();
});
afterEach(() => site.close());

const notes = async () => (await site.database.reader.query(NOTES)).map((row) => row.n);
const lag = async (name: string) => (await site.log.lags()).find((entry) => entry.subscriber === name)?.lag;

/** Notes the number of each event, in the transaction of its cursor. */
function noting(more: Partial<Subscriber> & { refuse?: (event: LoggedEvent) => boolean } = {}): Subscriber {
  return {
    name: 'notes',
    types: ['answer.posted.v1'],
    async handle(events: readonly LoggedEvent[], tx: Tx) {
      for (const event of events) {
        await tx.query(NOTE, [event.data.n, more.name ?? 'notes']);
        if (more.refuse?.(event)) throw new Error(`cannot take ${String(event.data.n)}`);
      }
    },
    ...more,
  };
}

describe('SubscriberRunner', () => {
  it('should hand over events of the wanted types only, in order, and pass by the others', async () => {
    site.newRunner().start([noting()]);
    await site.publish(numbered(1), numbered(2, 'vote.cast.v1'), numbered(3));
    await until(async () => (await site.log.head()) === 3 && (await lag('notes')) === 0);
    expect(await notes()).toEqual([1, 3]);
  });

  it('should handle each event once while batches fail and are tried again', async () => {
    let failures = 0;
    site.newRunner().start([noting({ refuse: (event) => event.data.n === 4 && failures++ < 2 })]);
    await site.publish(...[1, 2, 3, 4, 5].map((n) => numbered(n)));
    await until(async () => (await notes()).includes(5));
    expect(await notes()).toEqual([1, 2, 3, 4, 5]);
    expect(failures).toBe(3);
  });

  it('should isolate an event that always fails: all before it get through, the state says so, and it goes on when mended', async () => {
    let isBroken = true;
    const runner = site.newRunner();
    runner.start([noting({ refuse: (event) => isBroken && event.data.n === 7 })]);
    await site.publish(...Array.from({ length: 9 }, (_, n) => numbered(n + 1)));
    await until(() => site.logger.lines.find((line) => line.message === 'subscriber is held up by one event' && line.fields.seq === 7));
    expect(await notes()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await lag('notes')).toBe(3);
    await expect(runner.healthCheck().check()).rejects.toThrow('notes: cannot take 7');
    isBroken = false;
    await until(async () => (await notes()).length === 9);
    expect(await notes()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    await expect(runner.healthCheck().check()).resolves.toBeUndefined();
    expect(site.logger.lines.filter((line) => line.message === 'subscriber failed, trying again')).toHaveLength(1);
  });

  it('should not take a batch apart when what it goes to is down, nor wait longer than asked to', async () => {
    const sizes: number[] = [];
    const handle = async (events: readonly LoggedEvent[]): Promise<void> => {
      sizes.push(events.length);
      if (sizes.length <= 8) throw new AppError(DATABASE_UNAVAILABLE);
    };
    await site.publish(...Array.from({ length: 9 }, (_, n) => numbered(n + 1)));
    await until(async () => (await site.log.head()) === 9);
    site.newRunner().start([noting({ handle, longestRetryMs: 10 })]);
    await until(async () => (await lag('notes')) === 0);
    expect(sizes).toEqual(Array.from({ length: 9 }, () => 9));
  });

  it('should not hold up one subscriber because of another', async () => {
    site.newRunner().start([noting({ name: 'bad', refuse: () => true }), noting({ name: 'good' })]);
    await site.publish(numbered(1), numbered(2));
    await until(async () => (await lag('good')) === 0 && (await notes()).length === 2);
    expect(await lag('bad')).toBe(2);
  });

  it('should work a cursor in one process at a time', async () => {
    site.newRunner().start([noting()]);
    site.newRunner().start([noting()]);
    for (let n = 1; n <= 40; n++) await site.publish(numbered(n));
    await until(async () => (await notes()).length >= 40);
    expect(await notes()).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
  });

  it('should go on from the cursor after a restart', async () => {
    const first = site.newRunner();
    first.start([noting()]);
    await site.publish(numbered(1));
    await until(async () => (await notes()).length === 1);
    await first.stop();
    await site.publish(numbered(2));
    site.newRunner().start([noting()]);
    await until(async () => (await notes()).length === 2);
    expect(await notes()).toEqual([1, 2]);
  });

  it('should begin a new cursor at the oldest event, or at the head when asked to', async () => {
    await site.publish(numbered(1));
    await until(async () => (await site.log.head()) === 1);
    site.newRunner().start([noting(), noting({ name: 'late', startsAt: 'head' })]);
    await until(async () => (await lag('late')) === 0 && (await lag('notes')) === 0);
    await site.publish(numbered(2));
    await until(async () => (await site.database.reader.query(NOTES)).length === 3);
    const rows = await site.database.reader.query(NOTES);
    expect(rows.filter((row) => row.reader === 'late').map((row) => row.n)).toEqual([2]);
  });

  it('should say so when the log no longer holds what a cursor has not seen', async () => {
    const first = site.newRunner();
    first.start([noting()]);
    await until(async () => (await lag('notes')) === 0);
    await first.stop();
    await site.publish(numbered(1), numbered(2));
    await until(async () => (await site.log.head()) === 2);
    await site.log.purge(new Date(Date.now() + 60_000));
    await site.publish(numbered(3));
    site.newRunner().start([noting()]);
    const line = await until(() => site.logger.lines.find((entry) => entry.message.startsWith('subscriber missed')));
    expect(line.fields).toMatchObject({ subscriber: 'notes', from: 1, to: 2 });
  });

  it('should be seen by every process when it is behind, or nobody takes from the outbox', async () => {
    const later = new FakeClock(new Date(Date.now() + 61_000));
    const check = () => eventsHealthCheck(site.log, later).check();
    site.newRunner().start([noting({ refuse: () => true })]);
    await until(async () => (await lag('notes')) === 0);
    await expect(check()).resolves.toBeUndefined();
    await site.publish(numbered(1));
    await until(async () => (await lag('notes')) === 1);
    await expect(check()).rejects.toThrow('notes is 1 events behind');
    await expect(eventsHealthCheck(site.log, new FakeClock(new Date())).check()).resolves.toBeUndefined();
    await site.stopRelay();
    await site.publish(numbered(2));
    await expect(check()).rejects.toThrow(/the outbox has been waiting since 20.*; notes is 1 events behind/);
  });

  it('should refuse two subscribers of one name', () => {
    expect(() => site.newRunner().start([noting(), noting()])).toThrow('same name');
  });
});
