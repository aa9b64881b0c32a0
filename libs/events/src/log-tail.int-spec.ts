import { until } from '../testing/until.js';
import { type EventsFixture, eventsFixture, numbered } from '../testing/events-fixture.js';
import type { LoggedEvent } from './event.js';

let site: EventsFixture;
beforeEach(async () => {
  site = await eventsFixture();
  site.startRelay();
});
afterEach(() => site.close());

async function fill(count: number): Promise<void> {
  await site.publish(...Array.from({ length: count }, (_, n) => numbered(n + 1)));
  await until(async () => (await site.log.head()) === count);
}

describe('LogTail', () => {
  it('should hand over what came after the given seq, then what comes, once and in order', async () => {
    await fill(1_200);
    const seen: number[] = [];
    site.newTail().follow(100, (events) => void seen.push(...events.map((event) => event.seq)));
    await until(() => seen.length === 1_100);
    await site.publish(numbered(1_201), numbered(1_202));
    await until(() => seen.length === 1_102);
    expect(seen).toEqual(Array.from({ length: 1_102 }, (_, n) => n + 101));
  });

  it('should go on when its connections were cut', async () => {
    const seen: LoggedEvent[] = [];
    site.newTail().follow(0, (events) => void seen.push(...events));
    await site.publish(numbered(1));
    await until(() => seen.length === 1);
    await site.database.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()');
    await until(() => site.publish(numbered(2)).then(() => true, () => false));
    await until(() => seen.length === 2);
    expect(seen.map((event) => event.data.n)).toEqual([1, 2]);
  });

  it('should call a follower no more once it has ended, and go on with the others', async () => {
    const tail = site.newTail();
    const first: LoggedEvent[] = [];
    const second: LoggedEvent[] = [];
    const end = tail.follow(0, (events) => void first.push(...events));
    tail.follow(0, (events) => void second.push(...events));
    await site.publish(numbered(1));
    await until(() => first.length === 1 && second.length === 1);
    await end();
    await site.publish(numbered(2));
    await until(() => second.length === 2);
    expect(first).toHaveLength(1);
  });

  it('should log a follower that throws and go on', async () => {
    const seen: number[] = [];
    site.newTail().follow(0, (events) => {
      seen.push(...events.map((event) => event.seq));
      if (events[0]?.seq === 1) throw new Error('bad follower');
    });
    await site.publish(numbered(1));
    await until(() => seen.includes(1));
    await site.publish(numbered(2));
    await until(() => seen.includes(2));
    expect(site.logger.lines.some((line) => line.message === 'a follower of the event log failed')).toBe(true);
  });
});

describe('PostgresEventLog', () => {
  it('should answer by type, by subject, and up to a limit', async () => {
    await site.publish(numbered(1), numbered(2, 'vote.cast.v1'), numbered(3), numbered(4));
    await until(async () => (await site.log.head()) === 4);
    const seqs = async (...args: Parameters<typeof site.log.since>) => (await site.log.since(...args)).map((event) => event.seq);
    expect(await seqs(0, 2)).toEqual([1, 2]);
    expect(await seqs(1, 10, { types: ['answer.posted.v1'] })).toEqual([3, 4]);
    expect(await seqs(0, 10, { subjects: ['question:1'] })).toEqual([1, 4]);
    expect(await seqs(0, 10, { types: ['vote.cast.v1'], subjects: ['question:1'] })).toEqual([]);
    expect(await seqs(4, 10)).toEqual([]);
  });

  it('should know its head and its oldest event, empty, filled and purged', async () => {
    expect([await site.log.head(), await site.log.oldest()]).toEqual([0, 1]);
    await fill(3);
    expect([await site.log.head(), await site.log.oldest()]).toEqual([3, 1]);
    expect(await site.log.purge(new Date(0))).toBe(0);
    await site.log.purge(new Date(Date.now() + 60_000));
    expect([await site.log.head(), await site.log.oldest()]).toEqual([3, 4]);
  });
});
