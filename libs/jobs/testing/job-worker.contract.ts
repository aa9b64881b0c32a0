import { setTimeout as sleep } from 'node:timers/promises';
import type { JobSink } from '#libs/events';
import { until } from '#libs/events/testing';
import { newId } from '#libs/kernel';
import { defineJob, handleJob } from '../src/define-job.js';
import type { JobAdmin } from '../src/job-admin.port.js';
import type { JobHandler, Json } from '../src/job-queue.port.js';
import type { JobWorker } from '../src/job-worker.port.js';

export interface JobWorkerFixture {
  sink: JobSink;
  admin: JobAdmin;
  /** A further worker; one that shows no sign of life for half a second counts as dead. The fixture stops what the test has not. */
  newWorker(concurrency?: number): JobWorker;
  /** A worker in a process of its own that takes one job, tells `taken`, never ends it, and is killed by `kill`. */
  newDoomedWorker(): Promise<{ taken: Promise<void>; kill(): Promise<void> }>;
}

const NOTE = defineJob<Json>('test.note', { attempts: 3, backoffMs: 20 });
const SWEEP = defineJob<null>('test.sweep', { attempts: 1, backoffMs: 10 });
const request = (payload: Json, id = newId()) => ({ id, name: NOTE.name, attempts: NOTE.attempts, backoffMs: NOTE.backoffMs, payload });

/** Collects what ran; `refuse` decides which runs fail. */
function notes(refuse: (payload: Json, attempt: number) => boolean = () => false) {
  const ran: { payload: Json; id: string; attempt: number }[] = [];
  const handler: JobHandler = async (payload, job) => {
    ran.push({ payload, ...job });
    if (refuse(payload, job.attempt)) throw new Error(`cannot do ${JSON.stringify(payload)}`);
  };
  return { ran, jobs: [handleJob(NOTE, handler)] };
}

/** What every queue promises about running jobs. */
export function describeJobWorkerContract(name: string, setup: () => Promise<JobWorkerFixture>): void {
  describe(`JobWorker contract: ${name}`, () => {
    it('should run a job once with its payload and id, also when it was added before the worker came', async () => {
      const { sink, newWorker } = await setup();
      const before = request({ text: 'Ä 日本語 🪨' });
      const after = request([1, null]);
      await sink.add([before]);
      const { ran, jobs } = notes();
      await newWorker().start(jobs);
      await sink.add([after, before]);
      await until(() => ran.length === 2);
      await sleep(100);
      expect(ran).toEqual([before, after].map(({ id, payload }) => ({ id, payload, attempt: 1 })));
    });

    it('should share a hundred jobs among two workers and run each once', async () => {
      const { sink, newWorker } = await setup();
      const { ran, jobs } = notes();
      await Promise.all([newWorker(5).start(jobs), newWorker(5).start(jobs)]);
      await sink.add(Array.from({ length: 100 }, (_, n) => request(n)));
      await until(() => ran.length >= 100);
      expect(ran.map((run) => run.payload as number).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, n) => n));
    });

    it('should try a failing job again, count the attempts, and stop when it succeeds', async () => {
      const { sink, newWorker, admin } = await setup();
      const { ran, jobs } = notes((_, attempt) => attempt < 3);
      await newWorker().start(jobs);
      await sink.add([request('x')]);
      await until(() => ran.length === 3);
      expect(ran.map((run) => run.attempt)).toEqual([1, 2, 3]);
      await until(async () => (await admin.counts()).active === 0);
      expect(await admin.failed(10)).toEqual([]);
    });

    it('should put aside a job that failed as often as it may, and run it anew when redriven', async () => {
      const { sink, newWorker, admin } = await setup();
      let isBroken = true;
      const { ran, jobs } = notes(() => isBroken);
      await newWorker().start(jobs);
      const job = request({ n: 1 });
      await sink.add([job]);
      const [dead] = await until(async () => (await admin.failed(10)).length > 0 && admin.failed(10));
      expect(dead).toEqual({ id: job.id, name: 'test.note', payload: { n: 1 }, attempts: 3, reason: 'cannot do {"n":1}', failedAt: expect.any(Date) });
      expect((await admin.counts()).failed).toBe(1);
      isBroken = false;
      expect(await admin.redrive(job.id)).toBe(true);
      await until(() => ran.length === 4);
      expect(ran[3]).toMatchObject({ id: job.id, attempt: 1 });
      await until(async () => (await admin.failed(10)).length === 0);
    });

    it('should redrive all dead letters at once, or those of one job', async () => {
      const { sink, newWorker, admin } = await setup();
      let isBroken = true;
      const { ran, jobs } = notes(() => isBroken);
      const other = defineJob<Json>('test.other', { attempts: 1, backoffMs: 10 });
      await newWorker().start([...jobs, handleJob(other, async (payload) => Promise.reject(new Error(`not ${JSON.stringify(payload)}`)))]);
      await sink.add([...[1, 2, 3].map((n) => ({ ...request(n), attempts: 1 })), { ...request(4), name: other.name, attempts: 1 }]);
      await until(async () => (await admin.counts()).failed === 4);
      expect(await admin.queues()).toEqual([{ queue: expect.any(String), ...(await admin.counts()) }]);
      isBroken = false;
      expect(await admin.redriveAll({ name: 'test.unheard-of' })).toBe(0);
      expect(await admin.redriveAll({ signal: AbortSignal.abort() })).toBe(0);
      expect(await admin.redriveAll({ name: NOTE.name })).toBe(3);
      await until(() => ran.length === 6);
      expect(ran.slice(3).map((run) => `${run.payload as number} attempt ${run.attempt}`).toSorted()).toEqual(['1 attempt 1', '2 attempt 1', '3 attempt 1']);
      expect((await admin.failed(10)).map((job) => job.name)).toEqual([other.name]);
      expect(await admin.redriveAll()).toBe(1);
      // Which fails again and is not put back a second time by the same call.
      await until(async () => (await admin.failed(10)).length === 1);
    });

    it('should redrive nothing that is unknown or has not failed', async () => {
      const { sink, admin } = await setup();
      const job = request(1);
      await sink.add([job]);
      expect(await admin.redrive(job.id)).toBe(false);
      expect(await admin.redrive(newId())).toBe(false);
      expect(await admin.counts()).toMatchObject({ waiting: 1, failed: 0 });
    });

    it('should count what would be lost with the queue: what waits and runs, not dead letters and schedules', async () => {
      const { sink, newWorker, admin } = await setup();
      expect(await admin.countUndrained()).toBe(0);
      await newWorker().start(notes(() => true).jobs, [{ definition: SWEEP, everyMs: 3_600_000 }]);
      await sink.add([{ ...request(1), attempts: 1 }]);
      await until(async () => (await admin.counts()).failed >= 1);
      await until(async () => (await admin.countUndrained()) === 0);
      await sink.add([{ ...request(2), backoffMs: 60_000 }]);
      await until(async () => (await admin.counts()).delayed >= 1);
      await until(async () => (await admin.countUndrained()) === 1);
    });

    it('should list dead letters newest first, page by page', async () => {
      const { sink, newWorker, admin } = await setup();
      const { jobs } = notes(() => true);
      await newWorker(1).start(jobs);
      for (const n of [1, 2, 3]) {
        await sink.add([{ ...request(n), attempts: 1 }]);
        await until(async () => (await admin.counts()).failed === n);
      }
      const numbers = async (limit: number, offset?: number) => (await admin.failed(limit, offset)).map((job) => job.payload);
      expect(await numbers(2)).toEqual([3, 2]);
      expect(await numbers(2, 2)).toEqual([1]);
    });

    it('should finish what runs before it stops, and take no more', async () => {
      const { sink, newWorker, admin } = await setup();
      const done: Json[] = [];
      const worker = newWorker(1);
      let begun = false;
      const slow = handleJob(NOTE, async (payload) => {
        begun = true;
        await sleep(200);
        done.push(payload);
      });
      await worker.start([slow]);
      await sink.add([request(1), request(2)]);
      await until(() => begun);
      await worker.stop();
      expect(done).toEqual([1]);
      expect((await admin.counts()).waiting).toBe(1);
    });

    it('should run a job of a killed worker again, without counting it as a failure', async () => {
      const { sink, newWorker, newDoomedWorker, admin } = await setup();
      const job = request('x');
      const doomed = await newDoomedWorker();
      await sink.add([{ ...job, attempts: 1 }]);
      await doomed.taken;
      await doomed.kill();
      const { ran, jobs } = notes();
      await newWorker().start(jobs);
      await until(() => ran.length === 1);
      expect(ran[0]).toMatchObject({ id: job.id, payload: 'x' });
      expect(await admin.failed(10)).toEqual([]);
    });

    it('should fail a job nobody has a handler for, and refuse two handlers for one', async () => {
      const { sink, newWorker, admin } = await setup();
      await newWorker().start([]);
      await sink.add([{ ...request(1), attempts: 1 }]);
      const [dead] = await until(async () => (await admin.failed(1)).length > 0 && admin.failed(1));
      expect(dead!.reason).toBe('this worker knows no job test.note');
      const { jobs } = notes();
      await expect(newWorker().start([...jobs, ...jobs])).rejects.toThrow('two handlers');
    });

    it('should run a schedule again and again, once per site, until it is no longer listed', async () => {
      const { newWorker, admin } = await setup();
      const runs: string[] = [];
      const sweep = handleJob(SWEEP, async (_, { id }) => void runs.push(id));
      const schedules = [{ definition: SWEEP, everyMs: 150 }];
      const workers = [newWorker(), newWorker()];
      await Promise.all(workers.map((worker) => worker.start([sweep], schedules)));
      await until(() => runs.length >= 4);
      expect(new Set(runs).size).toBe(runs.length);
      await Promise.all(workers.map((worker) => worker.stop()));
      await newWorker().start([sweep], []);
      await until(async () => (await admin.counts()).delayed === 0);
      const ended = runs.length;
      await sleep(400);
      expect(runs.length).toBe(ended);
    });
  });
}
