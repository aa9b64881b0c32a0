import { newId } from '#libs/kernel';
import type { JobRequest, JobSink } from '../src/job-sink.js';

export interface JobSinkFixture {
  sink: JobSink;
  /** The jobs that are held, in any order. */
  held(): Promise<Pick<JobRequest, 'id' | 'name' | 'payload'>[]>;
}

const job = (name: string, payload: unknown): JobRequest => ({ id: newId(), name, attempts: 3, backoffMs: 50, payload });
const bare = ({ id, name, payload }: JobRequest) => ({ id, name, payload });

/** What every queue promises the relay: durable, whole, and one job per id however often it is handed over. */
export function describeJobSinkContract(name: string, setup: () => Promise<JobSinkFixture>): void {
  describe(`JobSink contract: ${name}`, () => {
    it('should hold what it took, payload and all', async () => {
      const { sink, held } = await setup();
      const jobs = [job('mail.send', { text: 'Ä 日本語 🪨', list: [1, null, { deep: true }] }), job('users.export', null), job('a.b', 'text')];
      await sink.add(jobs);
      const found = await held();
      expect(found).toHaveLength(3);
      expect(found).toEqual(expect.arrayContaining(jobs.map(bare)));
    });

    it('should hold one job per id when it is handed over again', async () => {
      const { sink, held } = await setup();
      const first = job('mail.send', 1);
      await sink.add([first]);
      await sink.add([first, job('mail.send', 2)]);
      expect(await held()).toHaveLength(2);
    });

    it('should hold one job per id when it is handed over twenty times at once', async () => {
      const { sink, held } = await setup();
      const first = job('mail.send', 1);
      await Promise.all(Array.from({ length: 20 }, () => sink.add([first])));
      expect(await held()).toEqual([bare(first)]);
    });

    it('should take a hundred at once', async () => {
      const { sink, held } = await setup();
      await sink.add(Array.from({ length: 100 }, (_, n) => job('mail.send', n)));
      expect(await held()).toHaveLength(100);
    });

    it('should take nothing', async () => {
      const { sink, held } = await setup();
      await sink.add([]);
      expect(await held()).toEqual([]);
    });
  });
}
