import { randomBytes } from 'node:crypto';
import { Client } from '@elastic/elasticsearch';
import { SystemClock } from '#libs/kernel';
import { engineUrl } from '#libs/testing';
import { searchDocument, searchQuery } from '../../../testing/search-document.factory.js';
import type { RejectedDocument } from '../../rejected-documents.js';
import { ElasticsearchSearchEngine } from './elasticsearch-search-engine.js';

describe('writes to Elasticsearch', () => {
  const url = engineUrl('ELASTICSEARCH_URL');
  const prefix = `test-${randomBytes(4).toString('hex')}`;
  const client = new Client({ node: url });
  const rejected: RejectedDocument[] = [];
  const engine = new ElasticsearchSearchEngine({ url, prefix, clock: new SystemClock(), onRejected: async (_engine, documents) => void rejected.push(...documents) });

  beforeEach(async () => {
    rejected.length = 0;
    await engine.clear();
  });
  afterAll(async () => {
    await engine.close();
    for (const index of Object.keys(await client.indices.get({ index: `${prefix}-*` }))) await client.indices.delete({ index });
    await client.close();
  });
  const mapped = async (): Promise<string[]> => Object.keys(await client.indices.get({ index: `${prefix}-*` }));

  it('should leave a poisonous document out, name it, and take the others', async () => {
    const poison = searchDocument({ text: 'opal', score: 2 ** 40 });
    const good = searchDocument({ text: 'opal' });
    await engine.put([poison, good]);
    expect((await engine.search(searchQuery('opal'))).hits.map((hit) => hit.id)).toEqual([good.id]);
    expect(rejected).toEqual([{ type: 'question', id: poison.id, version: 1, reason: expect.stringContaining('score') }]);
  });

  it('should keep the version of the row, and refuse fields that nobody declared', async () => {
    const one = searchDocument({ version: 41 });
    await engine.put([one]);
    expect(await client.get({ index: `${prefix}-search`, id: `question:${one.id}` })).toMatchObject({ _version: 41 });
    await expect(client.index({ index: `${prefix}-search-write`, document: { surprise: 1 } })).rejects.toThrow('strict_dynamic_mapping_exception');
  });

  it('should never let a stale write win, a late removal either', async () => {
    const one = searchDocument({ text: 'amber', version: 5 });
    await engine.put([one]);
    await engine.remove([{ type: 'question', id: one.id, version: 4 }]);
    await engine.put([{ ...one, version: 3, text: 'coral' }]);
    expect(await engine.versionsOf([one])).toEqual([{ type: 'question', id: one.id, version: 5 }]);
    await engine.remove([{ type: 'question', id: one.id, version: 6 }]);
    await engine.put([{ ...one, version: 5 }]);
    expect(await engine.versionsOf([one])).toEqual([]);
  });

  it('should not make an index by writing to one that is missing', async () => {
    for (const index of await mapped()) await client.indices.delete({ index });
    await expect(engine.put([searchDocument()])).rejects.toMatchObject({ code: 'SEARCH.INDEX_MISSING' });
    await expect(engine.search(searchQuery('opal'))).rejects.toMatchObject({ code: 'SEARCH.INDEX_MISSING' });
    expect([await engine.state(), await mapped()]).toEqual(['missing', []]);
  });

  it('should know an index of another format', async () => {
    expect(await engine.state()).toBe('ready');
    await client.indices.putMapping({ index: `${prefix}-search`, _meta: { format: 'of long ago' } });
    expect(await engine.state()).toBe('outdated');
  });

  it('should put a built index in the place of the old one at once', async () => {
    const [before, after] = [searchDocument({ text: 'jasper old' }), searchDocument({ text: 'jasper new' })];
    await engine.put([before]);
    const build = await engine.build();
    await build.put([after]);
    expect((await engine.search(searchQuery('jasper'))).hits.map((hit) => hit.id)).toEqual([before.id]);
    expect(await build.count()).toEqual({ question: 1, answer: 0, user: 0 });
    await build.activate();
    expect((await engine.search(searchQuery('jasper'))).hits.map((hit) => hit.id)).toEqual([after.id]);
    expect(await mapped()).toEqual([build.name]);
  });

  it('should say unavailable when nobody answers', async () => {
    const nobody = new ElasticsearchSearchEngine({ url: 'http://127.0.0.1:1', prefix, clock: new SystemClock(), onRejected: () => Promise.resolve() });
    await expect(nobody.search(searchQuery('opal'))).rejects.toMatchObject({ code: 'SEARCH.ENGINE_UNAVAILABLE' });
    await expect(nobody.put([searchDocument()])).rejects.toMatchObject({ code: 'SEARCH.ENGINE_UNAVAILABLE' });
    await nobody.close();
  });
});
