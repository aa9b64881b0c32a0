import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { declaredStatements, type Statement } from '#libs/persistence';
import { testDatabase, type TestDatabase } from '#libs/testing';
import { FULL, seed } from '../load/seed.js';
import { root } from './source-files.js';

/** A table with more rows than this must not be read from end to end. */
const MANY = 1_000;

/** Reading a whole table is their purpose (the end of an import, the size of a move), or they stop at its first row. */
const WHOLE_TABLE = new Set(['tags.recount', 'demo.state', 'documents.count']);

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  Schema?: string;
  'Actual Rows'?: number;
  'Actual Loops'?: number;
  Plans?: Plan[];
}

function scannedTables(plan: Plan): string[] {
  const own = plan['Node Type'] === 'Seq Scan' ? [`${plan.Schema}.${plan['Relation Name']}`] : [];
  return [...own, ...(plan.Plans ?? []).flatMap(scannedTables)];
}

/** How many rows of each table a plan that ran has read. */
function rowsRead(plan: Plan, read: Record<string, number> = {}): Record<string, number> {
  if (plan['Relation Name'] !== undefined) {
    const table = `${plan.Schema}.${plan['Relation Name']}`;
    read[table] = (read[table] ?? 0) + plan['Actual Rows']! * plan['Actual Loops']!;
  }
  for (const inner of plan.Plans ?? []) rowsRead(inner, read);
  return read;
}

/** Imports every file that declares a statement, so that the registry holds all of them. */
async function loadStatements(): Promise<readonly Statement[]> {
  const files = globSync(['libs/*/src/**/*.ts', 'src/**/*.ts'], { cwd: root }).filter((file) => !file.endsWith('spec.ts') && /\bsql(<|\()/.test(readFileSync(path.join(root, file), 'utf8')));
  for (const file of files) await import(path.join(root, file));
  return declaredStatements();
}

describe('named statements on 22,000 posts', () => {
  let db: TestDatabase;
  let client: pg.Client;
  let large: Set<string>;

  beforeAll(async () => {
    db = await testDatabase();
    client = new pg.Client({ ...db.connection });
    await client.connect();
    await seed((statement) => client.query(statement), { ...FULL, words: 5 });
    const tables = await db.query<{ name: string }>(
      `select relnamespace::regnamespace || '.' || relname as name from pg_class where relkind = 'r' and reltuples > $1`,
      [MANY],
    );
    large = new Set(tables.map((table) => table.name));
  }, 120_000);

  afterAll(async () => {
    await client.end();
    await db.drop();
  });

  async function readWhole(statement: Statement): Promise<string[]> {
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`explain (generic_plan, verbose, format json) ${statement.text}`);
    return scannedTables(rows[0]!['QUERY PLAN'][0].Plan).filter((table) => large.has(table));
  }

  it('are measured on tables that are large', () => {
    expect([...large].sort()).toEqual(expect.arrayContaining(['comments.comments', 'documents.versions', 'questions.answers', 'questions.questions', 'questions.votes', 'users.members']));
  });

  it('find their rows by an index', async () => {
    const found: string[] = [];
    for (const statement of await loadStatements()) {
      if (/^\s*(truncate|analyze|listen|notify)/i.test(statement.text)) continue;
      const tables = await readWhole(statement);
      if (tables.length > 0 && !WHOLE_TABLE.has(statement.name)) found.push(`${statement.name} reads all of ${tables.join(', ')}`);
    }
    expect(found).toEqual([]);
  });

  it('stop at a thousand posts of a member, whatever there is', async () => {
    const [author, audiences] = ['00000000-0001-4000-8000-000000000007', '{public,members}'];
    await db.query('update questions.questions set author_id = $1 where id in (select id from questions.questions limit 1500)', [author]);
    await db.query('update questions.answers set author_id = $1 where id in (select id from questions.answers limit 3000)', [author]);
    const statement = (await loadStatements()).find((each) => each.name === 'questions.counts-of')!;
    await client.query(`prepare counts_of as ${statement.text}`);
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`explain (analyze, verbose, format json) execute counts_of('${author}', '${audiences}', 1000)`);
    expect(rowsRead(rows[0]!['QUERY PLAN'][0].Plan)).toEqual({ 'questions.questions': 2_000, 'questions.answers': 1_000 });
  });

  it('that read a whole table are noticed', async () => {
    expect(await readWhole({ name: 'planted', text: 'select * from questions.questions where lower(title) = $1' })).toEqual(['questions.questions']);
  });
});
