import { type EventsFixture, numbered } from './events-fixture.js';
import { until } from './until.js';
import type { LoggedEvent } from '../src/event.js';

const upTo = (count: number) => Array.from({ length: count }, (_, n) => n + 1);

/** What a tail promises, however events reach it: each one, once, in order. `setup` gives a site whose relay runs; the caller closes it. */
export function describeLogTailContract(name: string, setup: () => Promise<EventsFixture>): void {
  describe(`LogTail contract: ${name}`, () => {
    let site: EventsFixture;
    beforeEach(async () => {
      site = await setup();
    });

    async function fill(count: number): Promise<void> {
      await site.publish(...upTo(count).map((n) => numbered(n)));
      await until(async () => (await site.log.head()) === count);
    }

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

    it('should hand two tails what many writers publish at once: all of it, once, in one order', async () => {
      const seen: LoggedEvent[][] = [[], []];
      for (const events of seen) site.newTail().follow(0, (more) => void events.push(...more));
      await Promise.all(upTo(100).map((n) => site.publish(numbered(3 * n), numbered(3 * n + 1), numbered(3 * n + 2))));
      await until(() => seen.every((events) => events.length >= 300));
      expect(seen[0]!.map((event) => event.seq)).toEqual(upTo(300));
      expect(seen[1]).toEqual(seen[0]);
      expect(seen[0]).toEqual(await site.log.since(0, 300));
    });

    it('should miss nothing while the relay is replaced', async () => {
      const seen: number[] = [];
      site.newTail().follow(0, (events) => void seen.push(...events.map((event) => event.seq)));
      for (const n of upTo(20)) {
        await site.publish(numbered(n));
        if (n === 10) await site.stopRelay();
        if (n === 15) site.startRelay();
      }
      await until(() => seen.length >= 20);
      expect(seen).toEqual(upTo(20));
    });
  });
}
