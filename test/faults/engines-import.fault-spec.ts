import { rmSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { eventually } from '#libs/testing';
import { temporaryFolder } from '../support/embedded-database.js';
import { engineEnvironment, forgetEngines } from '../support/engine-profile.mjs';
import { EnginesReader } from '../support/engines-reader.js';
import { killEngine, startEngine } from '../support/engines-servers.js';
import { generateDump } from '../support/generated-dump.js';
import { expectedRows, importedRows } from '../support/import-audit.js';
import { ImportProcess } from '../support/import-process.js';

const ROUNDS = Number(process.env['CAIRN_FAULT_ROUNDS'] ?? 2);
const DUMP_MB = 24;
/** Questions and answers that generateDump makes of a megabyte, at least. */
const ROWS_PER_MB = 200;
const WRITTEN_WITHIN_MS = 300_000;
const AT_ONCE = 1_000;

interface Post {
  collection: string;
  id: string;
  version: number;
}

describe('an import into the engines', () => {
  const root = temporaryFolder('engines-import');
  const dataDir = path.join(root, 'data');
  let env: Record<string, string>;
  let rows: pg.Client;
  let reader: EnginesReader;

  beforeAll(async () => {
    env = await engineEnvironment(dataDir, 'http://127.0.0.1:3000');
    reader = new EnginesReader({ env });
    rows = new pg.Client({ connectionString: env['DATABASE_DIRECT_URL'] });
    await rows.connect();
    await generateDump(path.join(root, 'dump'), DUMP_MB);
  });
  afterAll(async () => {
    await startEngine('mongodb');
    await reader.close();
    await rows.end();
    await forgetEngines(dataDir);
    rmSync(root, { recursive: true, force: true });
  });

  const start = (): ImportProcess => new ImportProcess(path.join(root, 'dump'), dataDir, env);

  /** Resolves once the running import has written so many rows, or is over. */
  async function untilWritten(count: number): Promise<void> {
    await eventually(async () => {
      const [{ n }] = (await rows.query<{ n: number }>('select count(*)::int as n from imports.sources')).rows as [{ n: number }];
      if (n < count) throw new Error(`${n} rows so far, of ${count}`);
    }, WRITTEN_WITHIN_MS);
  }

  /** Posts whose text MongoDB does not hold, in the version that their row names. */
  async function textless(): Promise<Post[]> {
    const { rows: posts } = await rows.query<Post>(
      `select 'questions' as collection, id, text_version as version from questions.questions union all select 'answers', id, text_version from questions.answers`,
    );
    const missing: Post[] = [];
    for (const collection of ['questions', 'answers']) {
      const wanted = posts.filter((post) => post.collection === collection);
      for (let from = 0; from < wanted.length; from += AT_ONCE) {
        const some = wanted.slice(from, from + AT_ONCE);
        const held = new Set((await reader.texts(collection, some.map(({ id }) => id))).map(({ id, version }) => `${id} ${version}`));
        missing.push(...some.filter(({ id, version }) => !held.has(`${id} ${version}`)));
      }
    }
    return missing;
  }

  it(`should go on after kill -9 of itself and of MongoDB in turns, ${ROUNDS} times, and end with every row and its text`, async () => {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const running = start();
      await untilWritten(((round - Math.random()) / (ROUNDS + 1)) * DUMP_MB * ROWS_PER_MB);
      if (round % 2 === 1) await running.kill();
      else await killEngine('mongodb');
      // Without its texts it ends by itself, or has waited long enough; either way the next one goes on.
      await startEngine('mongodb');
      await running.end();
    }
    const { counts, damaged, inexactTexts } = await start().report();
    process.stdout.write(`import into the engines: ${ROUNDS} kills, ${counts['questions']!.total} questions, of them ${counts['questions']!.unchanged} from before the last kill\n`);
    expect(counts['questions']!.unchanged).toBeGreaterThan(0);
    expect([damaged.total, inexactTexts.total]).toEqual([0, 0]);
    expect(await importedRows(rows)).toEqual(expectedRows(counts));
    expect(await textless()).toEqual([]);
  });

  it('should be noticed when a text is missing (control)', async () => {
    const [{ id }] = (await rows.query<{ id: string }>('select id from questions.answers order by id limit 1')).rows as [{ id: string }];
    await reader.loseText('answers', id);
    expect(await textless()).toMatchObject([{ collection: 'answers', id }]);
  });
});
