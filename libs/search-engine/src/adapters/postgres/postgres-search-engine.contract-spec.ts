import { SystemClock } from '#libs/kernel';
import { testDatabase } from '#libs/testing';
import { searchDocument, searchQuery } from '../../../testing/search-document.factory.js';
import { describeSearchEngineContract } from '../../../testing/search-engine.contract.js';
import type { SearchDocument } from '../../search-engine.port.js';
import { PostgresSearchEngine } from './postgres-search-engine.js';

describeSearchEngineContract('PostgreSQL', async () => {
  const { reader, unitOfWork, drop } = await testDatabase();
  return { engine: new PostgresSearchEngine(reader, unitOfWork, new SystemClock()), close: drop };
});

describe('pages of PostgresSearchEngine where about a hundred titles match', () => {
  const titled = (n: number): SearchDocument => searchDocument({ title: `Quartz ${n}`, text: 'word '.repeat(n % 30), score: n % 7, createdAt: new Date(Date.UTC(2026, 0, 1) + n) });

  it('should show nothing twice and leave nothing out when titles go and texts take their places', async () => {
    const { reader, unitOfWork, drop } = await testDatabase();
    const engine = new PostgresSearchEngine(reader, unitOfWork, new SystemClock());
    const titles = Array.from({ length: 100 }, (_, n) => titled(n));
    const texts = Array.from({ length: 40 }, (_, n) => searchDocument({ title: `Other ${n}`, text: `quartz ${n}`, createdAt: new Date(Date.UTC(2026, 1, 1) + n) }));
    await engine.put([...titles, ...texts]);
    const first = await engine.search(searchQuery('quartz', { limit: 30 }));
    const gone = new Set([...first.hits.slice(0, 2), ...titles.filter((title) => !first.hits.some((hit) => hit.id === title.id)).slice(0, 2)].map((item) => item.id));
    await engine.remove([...gone].map((id) => ({ type: 'question', id, version: 2 })));
    const seen = first.hits.map((hit) => hit.id);
    let cursor = first.nextCursor;
    while (cursor !== null) {
      const page = await engine.search(searchQuery('quartz', { limit: 30, cursor }));
      seen.push(...page.hits.map((hit) => hit.id));
      cursor = page.nextCursor;
    }
    await drop();
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(titles.map((title) => title.id).filter((id) => !gone.has(id))));
  });

  it('should go on with texts where a hundred titles end', async () => {
    const { reader, unitOfWork, drop } = await testDatabase();
    const engine = new PostgresSearchEngine(reader, unitOfWork, new SystemClock());
    const texts = Array.from({ length: 40 }, (_, n) => searchDocument({ title: `Other ${n}`, text: `quartz ${n}`, createdAt: new Date(Date.UTC(2026, 1, 1) + n) }));
    await engine.put([...Array.from({ length: 100 }, (_, n) => titled(n)), ...texts]);
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await engine.search(searchQuery('quartz', { limit: 30, ...(cursor && { cursor }) }));
      seen.push(...page.hits.map((hit) => hit.id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    await drop();
    expect(new Set(seen).size).toBe(140);
    expect(seen).toHaveLength(140);
    expect(new Set(seen.slice(100))).toEqual(new Set(texts.map((text) => text.id)));
  });
});
