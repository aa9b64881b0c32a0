import { eventsFixture, type EventsFixture, numbered } from '../testing/events-fixture.js';
import { describeLogTailContract } from '../testing/log-tail.contract.js';
import { MemoryBroadcast } from '../testing/memory-broadcast.js';
import { until } from '../testing/until.js';

let site: EventsFixture;
afterEach(() => site.close());

async function running(broadcast?: MemoryBroadcast): Promise<EventsFixture> {
  site = await eventsFixture(broadcast);
  site.startRelay();
  return site;
}

async function fill(count: number): Promise<void> {
  await site.publish(...Array.from({ length: count }, (_, n) => numbered(n + 1)));
  await until(async () => (await site.log.head()) === count);
}

describeLogTailContract('from the log', () => running());

describeLogTailContract('by a broadcast', () => running(new MemoryBroadcast()));

describeLogTailContract('by a broadcast that loses, doubles and reorders', () =>
  running(
    new MemoryBroadcast((message, count) => {
      if (count % 4 === 0) return [];
      if (count % 4 === 1) return [message, message];
      return count % 4 === 2 ? [message.toReversed()] : [message.slice(1)];
    }),
  ),
);

describe('LogTail with a broadcast', () => {
  it('should not read the log for what the broadcast has brought, and read it for what it left out', async () => {
    let isLossy = false;
    const { log, newTail, publish } = await running(new MemoryBroadcast((message) => (isLossy ? [] : [message])));
    const since = log.since.bind(log);
    let reads = 0;
    log.since = (...args) => {
      reads++;
      return since(...args);
    };
    const seen: number[] = [];
    newTail().follow(0, (events) => void seen.push(...events.map((event) => event.seq)));
    await publish(numbered(1));
    await until(() => seen.length === 1);
    const before = reads;
    for (let n = 2; n <= 30; n++) {
      await publish(numbered(n));
      await until(() => seen.length === n);
    }
    // One look every five seconds is made in any case.
    expect(reads - before).toBeLessThanOrEqual(2);
    isLossy = true;
    await publish(numbered(31));
    await until(() => seen.length === 31);
    expect(reads).toBeGreaterThan(before);
  });

  it('should follow the log while the broadcast is away, and both when it is back', async () => {
    const broadcast = new MemoryBroadcast();
    const { newTail, publish } = await running(broadcast);
    const seen: number[] = [];
    newTail().follow(0, (events) => void seen.push(...events.map((event) => event.seq)));
    for (const [index, isUp] of [true, false, true].entries()) {
      broadcast.turn(isUp);
      await publish(numbered(2 * index), numbered(2 * index + 1));
      await until(() => seen.length === 2 * index + 2);
    }
    expect(seen).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe('PostgresEventLog', () => {
  beforeEach(() => running());

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
