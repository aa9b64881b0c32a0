import { newId, systemContext } from '#libs/kernel';
import { until } from '../testing/until.js';
import { type EventsFixture, eventsFixture, numbered } from '../testing/events-fixture.js';
import { PostgresOutbox } from './postgres-outbox.js';

const ctx = systemContext('test');
let site: EventsFixture;
beforeEach(async () => {
  site = await eventsFixture();
});
afterEach(() => site.close());

const numbers = async () => (await site.log.since(0, 10_000)).map((event) => event.data.n);
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n + 1);

describe('Relay', () => {
  it('should move events into the log with seq 1, 2, 3 … in the order of the outbox', async () => {
    await site.publish(numbered(1), numbered(2));
    await site.publish(numbered(3));
    site.startRelay();
    await until(async () => (await site.log.head()) === 3);
    const events = await site.log.since(0, 10);
    expect(events.map((event) => [event.seq, event.data.n])).toEqual([[1, 1], [2, 2], [3, 3]]);
    expect(events[0]).toMatchObject({ type: 'answer.posted.v1', subject: 'question:1', at: expect.any(Date), id: expect.any(String) });
  });

  it('should keep seq dense and every event once under sixteen writers and more events than a batch', async () => {
    site.startRelay();
    let next = 0;
    const writer = async () => {
      for (let turn = 0; turn < 25; turn++) await site.publish(...Array.from({ length: 5 }, () => numbered(++next)));
    };
    await Promise.all(Array.from({ length: 16 }, writer));
    await until(async () => (await site.log.head()) === 2_000);
    const events = await site.log.since(0, 10_000);
    expect(events.map((event) => event.seq)).toEqual(upTo(2_000));
    expect(new Set(events.map((event) => event.data.n)).size).toBe(2_000);
  });

  it('should go on counting where it was when the log has been emptied by the retention', async () => {
    site.startRelay();
    await site.publish(numbered(1), numbered(2));
    await until(async () => (await site.log.head()) === 2);
    expect(await site.log.purge(new Date(Date.now() + 60_000))).toBe(2);
    await site.publish(numbered(3));
    await until(async () => (await site.log.head()) === 3);
    expect((await site.log.since(0, 10)).map((event) => event.seq)).toEqual([3]);
  });

  it('should let one relay be active, and another take over when that one stops or loses its connection', async () => {
    const first = site.startRelay();
    await until(() => first.isActive);
    const second = site.startRelay();
    await site.publish(numbered(1));
    await until(async () => (await site.log.head()) === 1);
    expect(second.isActive).toBe(false);
    await first.stop();
    await until(() => second.isActive);
    await site.database.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'cairn relay' and datname = current_database()`,
    );
    await site.publish(numbered(2), numbered(3));
    await until(async () => (await site.log.head()) === 3);
    expect(await numbers()).toEqual([1, 2, 3]);
  });

  it('should leave what was not committed, and take it after the commit although later positions went first', async () => {
    site.startRelay();
    await site.unitOfWork.run(ctx, async (tx) => {
      await site.outbox.add(tx, numbered(1));
      await site.publish(numbered(2));
      await until(async () => (await site.log.head()) === 1);
    });
    await until(async () => (await site.log.head()) === 2);
    expect(await numbers()).toEqual([2, 1]);
  });

  describe('when jobs were requested', () => {
    const job = (n: number) => ({ id: newId(), name: 'mail.send', attempts: 3, backoffMs: 10, payload: { n } });

    it('should hand them to the queue once and keep them out of the log', async () => {
      const jobs = [job(1), job(2)];
      await site.unitOfWork.run(ctx, (tx) => site.outbox.request(tx, ...jobs));
      site.startRelay();
      await until(() => site.sink.jobs.size === 2);
      expect([...site.sink.jobs.values()]).toEqual(jobs);
      expect(await site.log.head()).toBe(0);
    });

    it('should keep them waiting while the queue is down, without holding up events', async () => {
      site.sink.refuse = true;
      site.startRelay();
      await site.unitOfWork.run(ctx, (tx) => site.outbox.request(tx, job(1)));
      await until(() => site.logger.lines.find((line) => line.message.startsWith('jobs wait')));
      await site.publish(numbered(1));
      await until(async () => (await site.log.head()) === 1);
      expect(site.sink.jobs.size).toBe(0);
      site.sink.refuse = false;
      await until(() => site.sink.jobs.size === 1);
    });
  });

  it('should lose the events of a crash between commit and outbox when the control breaks atomicity', async () => {
    const broken = new PostgresOutbox({ breakAtomicity: { unitOfWork: site.unitOfWork, delayMs: 300 } });
    site.startRelay();
    await site.unitOfWork.run(ctx, (tx) => broken.add(tx, numbered(1)));
    expect(await site.database.query('select 1 from events.outbox')).toEqual([]);
    await until(async () => (await site.log.head()) === 1);
  });
});
