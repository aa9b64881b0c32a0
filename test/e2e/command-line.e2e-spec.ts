import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { smallDump, writeDump } from '../../src/modules/imports/testing/index.js';
import { sharedCairn } from '../support/shared-cairn.js';
import { cairnCli } from '../support/start-cairn.js';

const SITE = 'knitting.example.org';

interface Hit {
  items: { id: string; type: string; title: string; url: string }[];
}

/** Beside a running server, on its database. */
describe('the command line', () => {
  const cairn = sharedCairn();
  let folder: string;

  const run = async (...args: string[]): Promise<Record<string, unknown>> => JSON.parse(await cairnCli(cairn, [...args, '--json'])) as Record<string, unknown>;
  const failure = (args: string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
    cairnCli(cairn, args).then(
      () => Promise.reject(new Error('it worked')),
      (error: { code: number; stdout: string; stderr: string }) => error,
    );

  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'cairn-dump-'));
    await writeDump(folder, smallDump());
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('should reach every engine', async () => {
    const { ok, engines } = (await run('doctor')) as { ok: boolean; engines: { port: string; problem: string | null }[] };
    expect(ok).toBe(true);
    expect(engines.map((engine) => engine.port)).toEqual(expect.arrayContaining(['database', 'documents', 'search']));
    expect(engines.filter((engine) => engine.problem !== null)).toEqual([]);
  });

  it('should find the schema up to date, since the server has migrated', async () => {
    expect(await run('migrate')).toEqual({ applied: [] });
  });

  it('should tell of the background jobs, which need no redriving', async () => {
    const { queues } = (await run('jobs', 'list')) as { queues: Record<string, unknown>[] };
    expect(queues).toEqual([{ queue: 'cairn', waiting: expect.any(Number), active: expect.any(Number), delayed: expect.any(Number), failed: 0 }]);
    // The schedules of the worker each have a run to come.
    expect(queues[0]!['delayed']).toBeGreaterThan(0);
    expect(await run('jobs', 'redrive', '--all')).toEqual({ redriven: 0 });
    expect((await failure(['jobs', 'redrive', 'no-such-job', '--json'])).code).toBe(1);
  });

  it('should make a person and a token that the API takes', async () => {
    const user = await run('user', 'create', '--handle', 'clio', '--email', 'clio@example.org', '--role', 'moderator');
    expect(user).toMatchObject({ handle: 'clio', role: 'moderator', password: expect.stringMatching(/^\S{16,}$/) });
    const { token } = await run('token', 'create', '--user', 'clio', '--scope', 'write');
    const me = await fetch(`${cairn.url}/api/users/me`, { headers: { authorization: `Bearer ${String(token)}` } });
    expect([me.status, ((await me.json()) as { handle: string }).handle]).toEqual([200, 'clio']);
  });

  it('should exit 1 with one JSON value on a failure and 2 on a wrong call', async () => {
    const failed = await failure(['token', 'create', '--user', 'nobody-of-that-name', '--scope', 'write', '--json']);
    expect([failed.code, JSON.parse(failed.stdout)]).toEqual([1, { error: { code: 'IDENTITY.MEMBER_UNKNOWN', message: expect.any(String) } }]);
    expect((await failure(['frobnicate'])).code).toBe(2);
  });

  describe('when it imports a site', () => {
    let report: { counts: Record<string, { added: number }>; isPrimary: boolean; report: string };
    beforeAll(async () => {
      report = (await run('import', 'stackexchange', folder, '--site', SITE)) as typeof report;
    });

    it('should report what came in, and keep the report', async () => {
      expect(report).toMatchObject({ isPrimary: true, counts: { users: { added: 4 }, questions: { added: 2 }, answers: { added: 2 }, comments: { added: 2 } } });
      expect(path.dirname(report.report)).toBe(path.join(cairn.dataDir, 'imports'));
      expect(JSON.parse(await readFile(report.report, 'utf8'))).toMatchObject({ site: SITE });
    });

    it('should be found and read through the API, authors and licence included', async () => {
      const { items } = (await (await fetch(`${cairn.url}/api/search?q=cast+on&type=question`)).json()) as Hit;
      const id = items.find((item) => item.title === 'How to cast on?')!.id;
      const question = await (await fetch(`${cairn.url}/api/questions/${id}`)).json();
      expect(question).toMatchObject({
        title: 'How to cast on?', body: 'Second _words_.', score: 5, answerCount: 2, tags: ['yarn', 'net'], createdAt: '2019-03-03T10:00:00.120Z',
        author: { displayName: 'Zoë O’Neil' }, source: { site: SITE, id: '1', license: 'CC BY-SA 4.0', url: `https://${SITE}/questions/1` },
      });
      const answers = await (await fetch(`${cairn.url}/api/questions/${id}/answers`)).json();
      expect(answers).toMatchObject({ items: [{ accepted: true, score: 7 }, { author: { id: null, handle: null, displayName: 'user77' }, score: -1 }] });
    });

    it.each([
      ['/questions/1/how-to-cast-on', /\/questions\/[0-9a-f-]{36}$/],
      ['/a/3', /\/questions\/[0-9a-f-]{36}#answer-[0-9a-f-]{36}$/],
      ['/users/1/zoe', /\/users\/zoe-oneil$/],
    ])('should lead the old address %s to the new one', async (old, target) => {
      const answer = await fetch(cairn.url + old, { redirect: 'manual' });
      expect(answer.status).toBe(301);
      expect(answer.headers.get('location')).toMatch(target);
    });

    it('should not know numbers that were not imported', async () => {
      expect((await fetch(`${cairn.url}/a/99`, { redirect: 'manual', headers: { accept: 'application/json' } })).status).toBe(404);
    });

    it('should add nothing the second time', async () => {
      const { counts } = (await run('import', 'stackexchange', folder, '--site', SITE)) as typeof report;
      expect(Object.values(counts).map((count) => count.added)).toEqual(Object.values(counts).map(() => 0));
    });
  });

  it('should index everything again', async () => {
    const { indexed } = (await run('reindex')) as { indexed: Record<string, number> };
    expect(indexed['question']).toBeGreaterThan(0);
  });
});
