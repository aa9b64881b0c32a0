import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import mongoose from 'mongoose';
import { engineUrl } from '#libs/testing';
import { ApiClient } from '../support/answer-writers.js';
import { lookInto, temporaryFolder } from '../support/embedded-database.js';
import { PacedWriters, TextReaders } from '../support/paced-writers.js';
import { cairnCli, freePort, type RunningCairn, startCairn } from '../support/start-cairn.js';
import { writeToken } from '../support/write-token.js';

const ROUNDS = Number(process.env['CAIRN_FAULT_ROUNDS'] ?? 3);
const SEEDED = 3_000;
const PER_SECOND = 50;
const root = path.resolve(import.meta.dirname, '../..');
/** One machine, with MongoDB beside it: what the profile of the engines sets besides is taken out again. */
const ONE_MACHINE = Object.fromEntries(
  ['DATABASE_URL', 'DATABASE_DIRECT_URL', 'DATABASE_READ_URL', 'DATABASE_PREPARED_STATEMENTS', 'REDIS_URL', 'REDIS_CACHE_URL', 'REDIS_PREFIX', 'ELASTICSEARCH_URL', 'ELASTICSEARCH_INDEX_PREFIX', 'KEYCLOAK_URL', 'KEYCLOAK_REALM', 'KEYCLOAK_CLIENT_SECRET'].map((name) => [name, '']),
);

const SEED = `
  with ids as (select gen_random_uuid() as id, n from generate_series(1, ${SEEDED}) as n),
  texts as (
    insert into documents.versions (collection, id, version, title, body, body_html, created_at)
    select 'questions', id, 1, 'Question ' || n, repeat('text ' || n || ' ', 100), '<p>' || repeat('text ' || n || ' ', 100) || '</p>', now() from ids)
  insert into questions.questions (id, slug, title, excerpt, tags, created_at, last_activity_at)
  select id, 'question-' || n, 'Question number ' || n, '', '{moving}', now(), now() from ids returning id`;
const MOVE = `select copied from platform.document_moves where state = 'running'`;

type Engine = 'mongodb' | 'postgres';
interface StoredText {
  id: string;
  body: string;
}

type Copied = Partial<Record<string, { isDone: boolean; copied: number }>>;

/** Where a mover is killed: before its first batch is kept, in the middle, when all is copied, and at any moment after that. */
const POINTS: readonly [name: string, reached: (copied: Copied) => boolean, thenMs: number][] = [
  ['at the beginning', () => true, 0],
  ['while it copies', (copied) => (copied['questions']?.copied ?? 0) > SEEDED / 3, 0],
  ['when it has copied', (copied) => copied['comments']?.isDone === true, 0],
  ['while it compares or switches', (copied) => copied['comments']?.isDone === true, 150],
];

describe(`moving the texts under ${PER_SECOND} writes a second, the mover killed`, () => {
  let folder: string;
  let uri: string;
  let mongo: mongoose.Connection;
  let cairn: RunningCairn | undefined;
  let questions: string[];

  beforeEach(async () => {
    folder = temporaryFolder('move');
    const url = new URL(engineUrl('MONGODB_URI'));
    url.pathname = `/move_${randomBytes(6).toString('hex')}`;
    uri = url.href;
    mongo = await mongoose.createConnection(uri).asPromise();
  });
  afterEach(async () => {
    await cairn?.kill();
    await mongo.dropDatabase();
    await mongo.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const look = <T extends object>(query: string, params: unknown[] = []): Promise<T[]> => lookInto(path.join(folder, 'data'), async (client) => (await client.query<T>(query, params)).rows);

  /** A site that was filled on one machine, started again with the URL of MongoDB. */
  async function start(extra: Record<string, string> = {}): Promise<ApiClient> {
    const options = { dataDir: path.join(folder, 'data'), port: await freePort() };
    const env = { ...ONE_MACHINE, CAIRN_DEMO: 'false', ...extra };
    cairn = await startCairn({ ...options, env: { ...env, MONGODB_URI: '' } });
    questions = (await look<{ id: string }>(SEED)).map(({ id }) => id);
    await cairn.stop();
    cairn = await startCairn({ ...options, env: { ...env, MONGODB_URI: uri } });
    return new ApiClient(cairn.url, await writeToken(cairn));
  }

  /** Kills a mover at `point`. @returns whether it had to die: one that was faster has done its work */
  async function killMover(to: Engine, [, reached, thenMs]: (typeof POINTS)[number]): Promise<boolean> {
    const mover: ChildProcess = spawn(path.join(root, 'node_modules/.bin/node'), [path.join(root, 'dist/src/apps/cli/main.js'), 'move', 'documents', '--to', to], { cwd: root, env: cairn!.env, stdio: 'ignore' });
    const ended = new Promise((resolve) => mover.once('exit', resolve));
    await lookInto(path.join(folder, 'data'), async (client) => {
      for (;;) {
        const [move] = (await client.query<{ copied: Copied }>(MOVE)).rows;
        if ((move && reached(move.copied)) || mover.exitCode !== null) return;
        await sleep(2);
      }
    });
    await sleep(Math.random() * thenMs);
    const dies = mover.exitCode === null && mover.kill('SIGKILL');
    await ended;
    return dies;
  }

  /** Acknowledged, and not where the texts are now, or with another text. */
  async function lost(texts: ReadonlyMap<string, string>): Promise<string[]> {
    const ids = [...texts.keys()];
    const [row] = await look<{ engine: Engine }>(`select engine from platform.active_engines where port = 'documents'`);
    const found = row!.engine === 'mongodb'
      ? await mongo.collection<StoredText>('answers').find({ id: { $in: ids } }).toArray()
      : await look<StoredText>(`select id, body from documents.versions where collection = 'answers' and id = any($1::uuid[])`, [ids]);
    const there = new Map(found.map(({ id, body }) => [id, body]));
    return ids.filter((id) => there.get(id) !== texts.get(id));
  }

  /** Acknowledged, and not told by the API as it was written. */
  async function unread(api: ApiClient, texts: ReadonlyMap<string, string>): Promise<string[]> {
    const wrong: string[] = [];
    for (const [id, body] of texts) {
      const answer = await api.send('GET', `/api/answers/${id}`);
      if (answer.status !== 200 || ((await answer.json()) as { body: string }).body !== body) wrong.push(id);
    }
    return wrong;
  }

  it(`should lose nothing and show readers no error, there and back, ${ROUNDS} times`, async () => {
    const api = await start();
    const writers = new PacedWriters(api, questions[0]!, PER_SECOND);
    const readers = new TextReaders(cairn!.url, questions.slice(0, 200), 2);
    const killed: string[] = [];
    const waits: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const to of ['mongodb', 'postgres'] as const) {
        for (const point of POINTS) if (await killMover(to, point)) killed.push(point[0]);
        const outcome = JSON.parse(await cairnCli(cairn!, ['move', 'documents', '--to', to, '--json'])) as { kind: string; report?: { switchMs: number; runs: number } };
        expect(['moved', 'there']).toContain(outcome.kind);
        if (outcome.report) waits.push(outcome.report.switchMs);
        expect(await look(`select engine, state from platform.active_engines where port = 'documents'`)).toEqual([{ engine: to, state: 'settled' }]);
      }
    }
    await writers.stop();
    await readers.stop();
    process.stdout.write(
      `move documents: ${2 * ROUNDS} moves, ${killed.length} movers killed, ${writers.acknowledged.length} answers acknowledged meanwhile, longest write ${Math.round(writers.longestMs)} ms, ` +
        `writers kept out ${Math.max(...waits)} ms at most, ${readers.reads} reads\n`,
    );
    expect({ lost: await lost(writers.texts), unread: await unread(api, writers.texts), refused: writers.failures, errors: readers.errors }).toEqual({ lost: [], unread: [], refused: [], errors: [] });
    expect([killed.length > 0, writers.acknowledged.length > 50, Math.max(...waits) <= 2_000]).toEqual([true, true, true]);
  });

  it('should be noticed when writers do not ask for the epoch (control)', async () => {
    const api = await start({ CAIRN_TEST_BUILD: 'true', CAIRN_TEST_BREAK: 'documents-epoch' });
    const missing: string[] = [];
    for (let turn = 0; turn < 6 && missing.length === 0; turn += 1) {
      const writers = Array.from({ length: 4 }, () => new PacedWriters(api, questions[0]!, PER_SECOND));
      await cairnCli(cairn!, ['move', 'documents', '--to', turn % 2 === 0 ? 'mongodb' : 'postgres', '--json']);
      await Promise.all(writers.map((writer) => writer.stop()));
      missing.push(...(await lost(new Map(writers.flatMap((writer) => [...writer.texts])))));
    }
    expect(missing.length).toBeGreaterThan(0);
  });
});
