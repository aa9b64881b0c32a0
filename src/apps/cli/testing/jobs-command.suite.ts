import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { newId } from '#libs/kernel';
import { defineJob, handleJob, JobAdmin, type JobWorker } from '#libs/jobs';
import { migrateJobs } from '#libs/jobs/bullmq';
import { eventually } from '#libs/testing';
import { TestSite } from '../../../../test/support/test-site.js';
import { JobEngine } from '../../../platform/engines/job-engine.js';
import type { CliContext } from '../../../platform/start-cli.js';
import { CliOutput } from '../cli-output.js';
import { runCli } from '../program.js';

const SEND = defineJob<{ secret: string }>('test.send', { attempts: 1, backoffMs: 10 });
const EXPORT = defineJob<{ secret: string }>('test.export', { attempts: 1, backoffMs: 10 });

interface Listed {
  engine: string;
  queues: { queue: string; waiting: number; active: number; delayed: number; failed: number }[];
  failed: { id: string; name: string; attempts: number; reason: string; failedAt: string }[];
}

/** What `cairn jobs` does on one engine of the queue. @param name as it introduces itself */
export function describeJobsCommand(name: string, env: Record<string, string> = {}): void {
  describe(`cairn jobs on ${name}`, () => {
    let site: TestSite<NestFastifyApplication>;
    const workers: JobWorker[] = [];

    beforeAll(async () => {
      site = await TestSite.openApi(env);
      await migrateJobs(site.db.connection);
    });
    afterEach(async () => {
      await Promise.all(workers.splice(0).map((worker) => worker.stop()));
    });
    afterAll(() => site.close());

    async function cairn(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
      const written = { stdout: '', stderr: '' };
      const sink = (stream: 'stdout' | 'stderr') => ({ write: (text: string) => (written[stream] += text) });
      const none: AsyncIterable<unknown> = { async *[Symbol.asyncIterator]() {} };
      // The program stays the test's to close.
      const open = (): Promise<CliContext> => Promise.resolve({ app: site.app, close: () => Promise.resolve() } as unknown as CliContext);
      const code = await runCli(args, { output: new CliOutput(sink('stdout'), sink('stderr')), stdin: none, open, signal: new AbortController().signal });
      return { code, ...written };
    }
    async function json<T>(...args: string[]): Promise<T> {
      const { code, stdout, stderr } = await cairn(...args, '--json');
      expect({ code, stderr, lines: stdout.trim().split('\n').length }).toEqual({ code: 0, stderr: '', lines: 1 });
      return JSON.parse(stdout) as T;
    }
    const add = (job: { name: string }, id = newId()): Promise<string> =>
      site.get(JobEngine).sink.add([{ id, name: job.name, attempts: 1, backoffMs: 10, payload: { secret: 'a link that signs in' } }]).then(() => id);

    /** Runs what waits until nothing does. @param fail why every job fails; they succeed without */
    async function work(fail?: string): Promise<string[]> {
      const ran: string[] = [];
      const run = async (_: unknown, { id }: { id: string }): Promise<void> => {
        ran.push(id);
        if (fail !== undefined) throw new Error(fail);
      };
      const worker = site.get(JobEngine).newWorker();
      workers.push(worker);
      await worker.start([handleJob(SEND, run), handleJob(EXPORT, run)]);
      await eventually(async () => expect(await site.get(JobAdmin).countUndrained()).toBe(0));
      await workers.pop()!.stop();
      return ran;
    }

    it('should tell of an empty queue', async () => {
      expect(await json<Listed>('jobs', 'list')).toEqual({ engine: name, queues: [{ queue: 'cairn', waiting: 0, active: 0, delayed: 0, failed: 0 }], failed: [] });
      expect((await json<{ redriven: number }>('jobs', 'redrive', '--all'))).toEqual({ redriven: 0 });
    });

    it('should count by queue and state, and say why the newest have failed, without their payload', async () => {
      await add(SEND);
      await work('the first');
      const newest = await add(EXPORT);
      await work('a mail server said:\u001b[2J\nno');
      await add(SEND);
      const { queues, failed } = await json<Listed>('jobs', 'list', '--failed', '1');
      expect(queues).toEqual([{ queue: 'cairn', waiting: 1, active: 0, delayed: 0, failed: 2 }]);
      expect(failed).toEqual([{ id: newest, name: EXPORT.name, attempts: 1, reason: 'a mail server said:\u001b[2J\nno', failedAt: expect.stringMatching(/^\d{4}-.*Z$/) }]);
      const { stdout } = await cairn('jobs', 'list', '--failed', '1');
      expect(stdout).toBe(
        [name, 'cairn: 1 waiting, 0 active, 0 delayed, 2 failed', 'Failed for good, the newest first:', `  ${newest}  test.export, 1 attempt, ${failed[0]!.failedAt}`,
          '    a mail server said: [2J no', '  … 1 more: --failed <count>', ''].join('\n'),
      );
      expect(await json<Listed>('jobs', 'list', '--failed', '0')).toMatchObject({ failed: [] });
      await work();
    });

    it('should let one wait again by its id, and say when there is none', async () => {
      const id = await add(SEND);
      await work('once');
      expect(await json('jobs', 'redrive', id)).toEqual({ redriven: 1 });
      expect(await work()).toEqual([id]);
      // It is done: there is nothing to put back any more.
      const again = await cairn('jobs', 'redrive', id, '--json');
      expect([again.code, JSON.parse(again.stdout)]).toEqual([1, { error: { code: 'CLI.FAILED', message: `No job that failed for good has the id ${id}.` } }]);
    });

    it('should let all of a kind wait again, or all', async () => {
      const before = (await json<Listed>('jobs', 'list')).failed.map((job) => job.id);
      const sends = [await add(SEND), await add(SEND)];
      const exports = [await add(EXPORT)];
      await work('all of them');
      const known = [...before, ...sends, ...exports];
      const { failed } = await json<Listed>('jobs', 'list');
      expect(failed.map((job) => job.id).sort()).toEqual(known.sort());
      const ofKind = failed.filter((job) => job.name === SEND.name).map((job) => job.id);
      expect(await json('jobs', 'redrive', '--job', SEND.name)).toEqual({ redriven: ofKind.length });
      expect((await work()).sort()).toEqual(ofKind.sort());
      expect((await cairn('jobs', 'redrive', '--all')).stdout).toMatch(/^\d+ waits? again, with all attempts\.\n$/);
      expect((await work()).sort()).toEqual(known.filter((id) => !ofKind.includes(id)));
      expect(await json<Listed>('jobs', 'list')).toMatchObject({ queues: [{ waiting: 0, failed: 0 }], failed: [] });
    });
  });
}
