import { isId, systemContext } from '#libs/kernel';
import type { UnitOfWork } from '#libs/persistence';
import { defineJob } from '../src/define-job.js';
import type { JobQueue, Json } from '../src/job-queue.port.js';
import type { RequestedJob } from './fake-job-queue.js';

export interface JobQueueFixture {
  unitOfWork: UnitOfWork;
  queue: JobQueue;
  /** What committed transactions have requested. */
  requested(): Promise<RequestedJob[]>;
}

const NOTE = defineJob<Json>('test.note', { attempts: 3, backoffMs: 10 });

/** What requesting a job promises on every adapter and the fake. */
export function describeJobQueueContract(name: string, setup: () => Promise<JobQueueFixture>): void {
  const ctx = systemContext('test');

  describe(`JobQueue contract: ${name}`, () => {
    it('should request exactly what a committed transaction asked for, under the id it returned', async () => {
      const { unitOfWork, queue, requested } = await setup();
      const payload = { text: 'Ä 日本語 🪨', list: [1, null, { deep: true }] };
      const id = await unitOfWork.run(ctx, (tx) => queue.request(tx, NOTE, payload));
      expect(isId(id)).toBe(true);
      expect(await requested()).toEqual([{ id, name: 'test.note', payload }]);
    });

    it('should request nothing when the transaction is rolled back', async () => {
      const { unitOfWork, queue, requested } = await setup();
      const failing = unitOfWork.run(ctx, async (tx) => {
        await queue.request(tx, NOTE, 1);
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await requested()).toEqual([]);
    });

    it('should refuse what JSON cannot carry, and let nothing of it through', async () => {
      const { unitOfWork, queue, requested } = await setup();
      const date = { at: new Date() } as unknown as Json;
      await expect(unitOfWork.run(ctx, (tx) => queue.request(tx, NOTE, date))).rejects.toThrow(TypeError);
      expect(await requested()).toEqual([]);
    });
  });
}
