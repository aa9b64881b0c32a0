import { newId, SystemClock, systemContext } from '#libs/kernel';
import { sql, type SqlReader } from '#libs/persistence';
import { testDatabase, type TestDatabase } from '#libs/testing';
import { searchDocument, searchQuery } from '../../../testing/search-document.factory.js';
import type { SearchDocument, SearchQuery } from '../../search-engine.port.js';
import { PostgresSearchEngine } from './postgres-search-engine.js';

const DOCUMENTS = 20_000;
/** So many of the first documents have a word of their own. */
const OLD = 3_000;
/** Looked through to learn whether words are common lately. */
const LATELY = 500;

/** Word n stands in about every (n + 1)th document, as in any language. */
function text(document: number): string {
  const words: string[] = [];
  for (let n = 0; n < 300; n += 1) if (document % (n + 1) === 0) words.push(`word${n}`);
  if (document < OLD) words.push('ancient');
  return `${words.join(' ')} only${document}`;
}

function corpus(): SearchDocument[] {
  return Array.from({ length: DOCUMENTS }, (_, n) =>
    searchDocument({
      type: n % 10 === 0 ? 'question' : 'answer',
      title: n % 10 === 0 ? `Title ${n}` : '',
      text: text(n),
      tags: n % 500 === 0 ? ['rare'] : ['usual'],
      createdAt: new Date(Date.UTC(2026, 0, 1) + n * 60_000),
    }),
  );
}

const READS = sql<{ seq: number; rows: number }>(
  'test.search-reads',
  `select seq_scan as seq, coalesce(idx_tup_fetch, 0) as rows from pg_stat_xact_user_tables where schemaname = 'search' and relname = 'documents'`,
);

interface Plan {
  'Actual Rows': number;
}

describe('plans of PostgresSearchEngine on 20,000 documents', () => {
  let site: TestDatabase;
  let engine: PostgresSearchEngine;

  beforeAll(async () => {
    site = await testDatabase();
    engine = new PostgresSearchEngine(site.reader, site.unitOfWork, new SystemClock());
    await engine.put(corpus());
    await site.query('vacuum analyze search.documents, search.words');
  }, 120_000);
  afterAll(() => site.drop());

  /** What one search read of the table: full scans, and rows fetched through indexes. */
  async function reads(query: SearchQuery): Promise<{ seqScans: number; rows: number; hits: number }> {
    return site.unitOfWork.run(systemContext('test'), async (tx) => {
      const reader: SqlReader = { query: (statement, params) => tx.query(statement, params), one: async (statement, params) => (await tx.query(statement, params))[0] ?? null };
      const [before] = await tx.query(READS);
      const { hits } = await new PostgresSearchEngine(reader, site.unitOfWork, new SystemClock()).search(query);
      const [after] = await tx.query(READS);
      return { seqScans: after!.seq - before!.seq, rows: after!.rows - before!.rows, hits: hits.length };
    });
  }

  it.each([
    ['a word of one document', searchQuery('only4321'), 1, LATELY + 5],
    ['two words that every second document has', searchQuery('word0 word1'), 20, 1_000],
    ['a word of a hundred documents', searchQuery('word200'), 20, LATELY + 200],
    ['a word of old documents only', searchQuery('ancient'), 20, LATELY + OLD],
    ['a tag of forty documents', searchQuery('', { tags: ['rare'], sort: 'new' }), 20, 50],
    ['an author without documents', searchQuery('', { authorId: newId() }), 0, 0],
    ['nothing but the newest', searchQuery(''), 20, 30],
    ['a word of two thousand titles', searchQuery('title'), 20, 100],
  ])('should read few rows, through an index, for %s', async (_name, query, hits, most) => {
    const read = await reads(query);
    expect(read.hits).toBe(hits);
    expect(read.seqScans).toBe(0);
    expect(read.rows).toBeLessThanOrEqual(most);
  });

  it('should rank a bounded number of rows, however many match', async () => {
    const [row] = await site.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
      `explain (analyze, format json) select * from search.find(to_tsquery('search.text', 'word0'), false, '{question,answer}', '{public}',
        null, null, null, null, null, 'relevance', null, null, null, null, null, 1000)`,
    );
    expect(row!['QUERY PLAN'][0]!.Plan['Actual Rows']).toBe(100);
  });

  it('should find spelling candidates through the index of deletions', async () => {
    const rows = await site.query<{ 'QUERY PLAN': string }>(
      `explain select word from search.words where search.deletions(word) && search.deletions('wrod123')`,
    );
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('words_deletions');
  });
});
