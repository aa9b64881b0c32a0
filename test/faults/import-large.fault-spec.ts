import { rmSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '#libs/testing';
import { lookInto, temporaryFolder } from '../support/embedded-database.js';
import { generateDump } from '../support/generated-dump.js';
import { expectedRows, importedRows } from '../support/import-audit.js';
import { ImportProcess } from '../support/import-process.js';
import { startCairn } from '../support/start-cairn.js';

/** Of Posts.xml. */
const LARGE_MB = Number(process.env['CAIRN_IMPORT_MB'] ?? 2_048);
const SMALL_MB = 24;
const ROUNDS = Number(process.env['CAIRN_FAULT_ROUNDS'] ?? 3);
/** Questions and answers that generateDump makes of a megabyte, at least. */
const ROWS_PER_MB = 200;
const WRITTEN_WITHIN_MS = 300_000;
const LIMIT_MIB = 300;
/** What the ids of half a million posts may add between the first third and the last, and some noise. */
const GROWTH_MIB = 40;

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

describe('a large import', () => {
  let root: string;
  let running: ImportProcess | undefined;

  beforeEach(() => {
    root = temporaryFolder('import-large');
  });
  afterEach(async () => {
    await running?.kill();
    rmSync(root, { recursive: true, force: true });
  });

  function start(): ImportProcess {
    running = new ImportProcess(path.join(root, 'dump'), path.join(root, 'data'));
    return running;
  }

  /** Resolves once the running import has written so many rows. */
  async function untilWritten(rows: number): Promise<void> {
    await eventually(async () => {
      const written = await lookInto(path.join(root, 'data'), async (client) => (await client.query('select count(*)::int as n from imports.sources')).rows[0] as { n: number });
      if (written.n < rows) throw new Error(`${written.n} rows so far, of ${rows}`);
    }, WRITTEN_WITHIN_MS);
  }

  it(`should keep to ${LIMIT_MIB} MiB, and to the same, all the way through ${LARGE_MB} MB of posts`, async () => {
    await generateDump(path.join(root, 'dump'), LARGE_MB);
    const process_ = start();
    const { counts, damaged, inexactTexts, seconds } = await process_.report();
    running = undefined;
    const third = Math.floor(process_.memory.length / 3);
    const [early, late, peak] = [median(process_.memory.slice(0, third)), median(process_.memory.slice(-third)), Math.max(...process_.memory)];
    const questions = counts['questions']!.added;
    process.stdout.write(`import: ${LARGE_MB} MB, ${questions} questions in ${seconds.toFixed(0)} s; MiB early ${early.toFixed(0)}, late ${late.toFixed(0)}, peak ${peak.toFixed(0)}\n`);
    expect(questions).toBeGreaterThan(LARGE_MB * 20);
    expect([counts['answers']!.added, counts['accepted']!.added]).toEqual([questions * 2, Math.floor(questions / 2)]);
    expect([damaged.total, inexactTexts.total]).toEqual([0, 0]);
    expect(peak).toBeLessThanOrEqual(LIMIT_MIB);
    expect(late - early).toBeLessThanOrEqual(GROWTH_MIB);
  });

  it(`should go on after kill -9 of everything, ${ROUNDS} times, and end with every row once`, async () => {
    await generateDump(path.join(root, 'dump'), SMALL_MB);
    for (let round = 1; round <= ROUNDS; round += 1) {
      start();
      await untilWritten(((round - Math.random()) / (ROUNDS + 1)) * SMALL_MB * ROWS_PER_MB);
      await running!.kill();
    }
    const { counts } = await start().report();
    running = undefined;
    const cairn = await startCairn({ dataDir: path.join(root, 'data'), program: 'api', env: { CAIRN_DEMO: 'false' } });
    try {
      const held = await lookInto(cairn.dataDir, async (client) => ({ ...(await importedRows(client)), ...((await client.query(TEXTS)).rows[0] as object) }));
      const expected = expectedRows(counts);
      process.stdout.write(`import: ${ROUNDS} kills, ${expected['questions']} questions, of them ${counts['questions']!.unchanged} from before the last kill\n`);
      expect(counts['questions']!.unchanged).toBeGreaterThan(0);
      expect(held).toEqual({ ...expected, texts: expected['questions']! + expected['answers']!, untold: 0 });
    } finally {
      await cairn.stop();
    }
  });
});

const TEXTS = `select
  (select count(*)::int from documents.versions) as texts,
  (select count(*)::int from questions.answers a where not exists (select from documents.versions d where d.id = a.id and d.version = a.text_version)) as untold`;
