import { rmSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { eventually } from '#libs/testing';
import { type PortName, PORTS } from '../../src/platform/engines/ports.js';
import { temporaryFolder } from '../support/embedded-database.js';
import { engineEnvironment, forgetEngines } from '../support/engine-profile.mjs';
import { EnginesReader } from '../support/engines-reader.js';
import { newPerson, register, type SignedIn } from '../support/sign-in.js';
import { cairnCli, freePort, type RunningCairn, startCairn } from '../support/start-cairn.js';
import { TlsFronts } from '../support/tls-fronts.js';

const WORD = 'quartzite';
/** The first index is built in the background. */
const PATIENCE_MS = 120_000;

/** What a short visit has left behind, as the API acknowledged it. */
interface Visit {
  person: SignedIn;
  question: string;
  answer: string;
  comment: string;
}

async function made(person: SignedIn, path: string, body: object): Promise<string> {
  const { status, body: thing } = await person.call<{ id: string }>('POST', path, body);
  expect(status).toBe(201);
  return thing.id;
}

async function visit(site: string): Promise<Visit> {
  const person = await register(site, newPerson('holder'));
  const question = await made(person, '/api/questions', { title: `What is ${WORD} made of?`, body: `Mostly ${WORD}.`, tags: ['geology'] });
  const answer = await made(person, `/api/questions/${question}/answers`, { body: `Of ${WORD}, once.` });
  await person.call('PATCH', `/api/answers/${answer}`, { body: `Of ${WORD}, twice.` });
  const comment = await made(person, `/api/comments?target=answer:${answer}`, { body: `More ${WORD}?` });
  return { person, question, answer, comment };
}

describe.each([false, true])('the engines of the distributed profile (over TLS: %s)', (overTls) => {
  const fronts = new TlsFronts();
  /** The variables as they are without fronts; what the tests read by themselves goes past them. */
  let direct: Record<string, string>;
  let cairn: RunningCairn;
  let reader: EnginesReader;
  let done: Visit;
  let messages: string[];

  beforeAll(async () => {
    const dataDir = path.join(temporaryFolder('engines-hold'), 'data');
    const port = await freePort();
    direct = await engineEnvironment(dataDir, `http://127.0.0.1:${port}`);
    const secured = overTls ? { ...TlsFronts.TRUST, ...(await fronts.before(direct)) } : {};
    cairn = await startCairn({ dataDir, port, env: { CAIRN_DEMO: 'false', RATE_LIMIT_FACTOR: '1', ...secured } });
    reader = new EnginesReader(cairn);
    messages = await reader.heard('events', async () => {
      done = await visit(cairn.url);
      await eventually(async () => expect((await reader.indexed([done.question, done.answer])).size).toBe(2), PATIENCE_MS);
    });
  });
  afterAll(async () => {
    await reader?.close();
    await cairn?.stop();
    await fronts.close();
    if (!cairn) return;
    await forgetEngines(cairn.dataDir);
    rmSync(path.dirname(cairn.dataDir), { recursive: true, force: true });
  });

  const searchFor = (word: string) => done.person.call<{ items: { id: string }[]; degraded: boolean }>('GET', `/api/search?q=${word}`);

  /** One for every port: a new port does not compile without. */
  const holds: Record<PortName, () => Promise<unknown>> = {
    documents: async () => {
      const { question, answer, comment } = done;
      expect(await reader.texts('questions', [question])).toEqual([{ id: question, version: 1, body: `Mostly ${WORD}.` }]);
      expect(await reader.texts('answers', [answer])).toEqual([1, 2].map((version) => ({ id: answer, version, body: `Of ${WORD}, ${version === 1 ? 'once' : 'twice'}.` })));
      expect(await reader.texts('comments', [comment])).toEqual([{ id: comment, version: 1, body: `More ${WORD}?` }]);
    },
    jobs: async () => expect(await reader.keys('REDIS_URL', 'jobs:')).toContainEqual(expect.stringContaining('meta')),
    search: () =>
      eventually(async () => {
        const { body } = await searchFor(WORD);
        expect(body).toMatchObject({ degraded: false, items: expect.arrayContaining([expect.objectContaining({ id: done.question })]) as unknown });
      }, PATIENCE_MS),
    'sign-in': async () => {
      const { handle, email } = done.person.person;
      expect(await reader.account(handle)).toMatchObject({ username: handle, email });
    },
    // A key lives until the allowance is whole again.
    limits: () =>
      eventually(async () => {
        await searchFor(WORD);
        expect(await reader.keys('REDIS_URL', 'limit:')).not.toEqual([]);
      }),
    // Nothing of ours is cached there yet, so all there is to see is who is connected.
    cache: async () => expect(await reader.clients('REDIS_CACHE_URL')).toContain('cairn:redis-cache'),
    live: () => Promise.resolve(expect(messages.filter((message) => message.includes(done.answer))).not.toEqual([])),
  };

  it.each(PORTS.map(({ name }) => name))('should hold what belongs to %s', async (port) => {
    await holds[port]();
  });

  it('should have been reached by their addresses alone', () => {
    const ways = Object.values(fronts.joined);
    expect(ways).toHaveLength(overTls ? 8 : 0);
    expect(Math.min(1, ...ways)).toBe(1);
  });

  it(overTls ? 'should be out of reach for a process that is not told of the authority (control)' : 'should need no authority to be reached plainly', async () => {
    const doctor = (env: object) => cairnCli({ env: { ...cairn.env, NODE_EXTRA_CA_CERTS: '', ...env } }, ['doctor', '--json']);
    if (!overTls) return expect(JSON.parse(await doctor({}))).toMatchObject({ ok: true });
    const refused = (env: object): Promise<string> => doctor(env).catch((error: { stderr: string }) => error.stderr);
    expect(await refused({})).toMatch(/PostgreSQL cannot be used: unable to verify the first certificate/);
    const { DATABASE_URL, DATABASE_DIRECT_URL, DATABASE_READ_URL } = direct;
    const said = await refused({ DATABASE_URL, DATABASE_DIRECT_URL, DATABASE_READ_URL });
    const lines = said.split('\n').filter((line) => line.includes('unable to verify the first certificate'));
    for (const engine of ['MongoDB cannot be reached', '"engine":"elasticsearch"', 'redis does not answer', 'redis cache does not answer']) expect(lines).toContainEqual(expect.stringContaining(engine));
  });

  it('should hold the texts alone: PostgreSQL has none of them', async () => {
    const client = new pg.Client({ connectionString: direct['DATABASE_DIRECT_URL'] });
    await client.connect();
    try {
      const { rows } = await client.query<{ n: number }>('select count(*)::int as n from documents.versions');
      expect(rows).toEqual([{ n: 0 }]);
    } finally {
      await client.end();
    }
  });

  it('should be noticed when an engine holds nothing (control)', async () => {
    const other = new EnginesReader({ env: { ...cairn.env, MONGODB_URI: cairn.env['MONGODB_URI']!.replace(/e2e_\w+/, 'e2e_nothing'), REDIS_PREFIX: 'e2e_nothing' } });
    try {
      expect(await other.texts('questions', [done.question])).toEqual([]);
      expect(await other.keys('REDIS_URL', '')).toEqual([]);
    } finally {
      await other.close();
    }
  });
});
