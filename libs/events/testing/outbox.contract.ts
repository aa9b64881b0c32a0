import { newId, systemContext } from '#libs/kernel';
import type { UnitOfWork } from '#libs/persistence';
import type { NewEvent } from '../src/event.js';
import type { JobRequest } from '../src/job-sink.js';
import type { Outbox } from '../src/outbox.js';

export interface OutboxFixture {
  unitOfWork: UnitOfWork;
  outbox: Outbox;
  /** What committed transactions have left, in order. */
  left(): Promise<{ events: NewEvent[]; jobs: JobRequest[] }>;
}

const posted = (n: number): NewEvent => ({ type: 'answer.posted.v1', subject: `question:${n}`, data: { n } });
const mail = (payload: unknown): JobRequest => ({ id: newId(), name: 'mail.send', attempts: 3, backoffMs: 100, payload });

/** What every outbox promises: what is added exists exactly when its transaction committed, whole and in order. */
export function describeOutboxContract(name: string, setup: () => Promise<OutboxFixture>): void {
  const ctx = systemContext('test');

  describe(`Outbox contract: ${name}`, () => {
    it('should keep the events of a committed transaction, in the order of the calls', async () => {
      const { unitOfWork, outbox, left } = await setup();
      await unitOfWork.run(ctx, async (tx) => {
        await outbox.add(tx, posted(1), posted(2));
        await outbox.add(tx, posted(3));
      });
      expect((await left()).events).toEqual([posted(1), posted(2), posted(3)]);
    });

    it('should keep nothing of a transaction that was rolled back', async () => {
      const { unitOfWork, outbox, left } = await setup();
      const failing = unitOfWork.run(ctx, async (tx) => {
        await outbox.add(tx, posted(1));
        await outbox.request(tx, mail({}));
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await left()).toEqual({ events: [], jobs: [] });
    });

    it('should show nothing before the commit', async () => {
      const { unitOfWork, outbox, left } = await setup();
      await unitOfWork.run(ctx, async (tx) => {
        await outbox.add(tx, posted(1));
        expect((await left()).events).toEqual([]);
      });
      expect((await left()).events).toHaveLength(1);
    });

    it('should keep job requests apart from events, with their id, retry rule and payload', async () => {
      const { unitOfWork, outbox, left } = await setup();
      const jobs = [mail({ to: 'ada@example.org', text: 'Grüße 日本語 🪨 "quoted" \\ {}' }), mail(null), mail([1, [2]])];
      await unitOfWork.run(ctx, (tx) => outbox.request(tx, ...jobs));
      expect(await left()).toEqual({ events: [], jobs });
    });

    it('should add nothing when given nothing', async () => {
      const { unitOfWork, outbox, left } = await setup();
      await unitOfWork.run(ctx, (tx) => outbox.add(tx));
      expect((await left()).events).toEqual([]);
    });

    it('should keep every event of twenty transactions at once', async () => {
      const { unitOfWork, outbox, left } = await setup();
      await Promise.all(Array.from({ length: 20 }, (_, n) => unitOfWork.run(ctx, (tx) => outbox.add(tx, posted(n)))));
      const numbers = (await left()).events.map((event) => event.data.n as number);
      expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n));
    });
  });
}
