import { randomBytes } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { EngineRecords, SearchIndexes } from '#libs/search-engine';
import { engineUrl, eventually } from '#libs/testing';
import { RunningSubscribers } from '../../../test/support/running-subscribers.js';
import { TestSite } from '../../../test/support/test-site.js';
import { Reindex } from './application/reindex.js';
import { SearchAudit } from './application/search-audit.js';
import { SearchApiModule } from './search-api.module.js';
import { SearchWorkerModule } from './search-worker.module.js';
import { FaultyServer } from './testing/faulty-server.js';
import { removeIndices } from './testing/remove-indices.js';
import { IndexKeeper } from './worker/index-keeper.js';

interface Page {
  items: { id: string }[];
  nextCursor: string | null;
  degraded: boolean;
}

const PATIENCE_MS = 30_000;

describe('search, while Elasticsearch', () => {
  const real = engineUrl('ELASTICSEARCH_URL');
  const prefix = `test-${randomBytes(4).toString('hex')}`;
  let server: FaultyServer;
  let site: TestSite<NestFastifyApplication>;
  let subscribers: RunningSubscribers;

  beforeAll(async () => {
    server = await FaultyServer.before(real);
    site = await TestSite.openApi({ ELASTICSEARCH_URL: server.url, ELASTICSEARCH_INDEX_PREFIX: prefix }, [SearchApiModule, SearchWorkerModule]);
    await site.get(IndexKeeper).start();
    subscribers = new RunningSubscribers(site.app);
    await site.member('ada');
    // Members of a test come without an event.
    await site.get(Reindex).reindex();
    await untilUp();
  }, 60_000);
  afterAll(async () => {
    await server.restore();
    await site.get(IndexKeeper).stop();
    await subscribers.stop();
    await site.close();
    await server.refuse();
    await removeIndices(real, prefix);
  });
  afterEach(async () => {
    await server.restore();
    await untilUp();
  }, 60_000);

  async function ask(title: string): Promise<string> {
    const answer = await site.app.inject({ method: 'POST', url: '/api/questions', payload: { title, body: 'About it.', tags: ['test'] }, headers: { authorization: 'Test ada' } });
    expect(answer.statusCode).toBe(201);
    return answer.json<{ id: string }>().id;
  }
  async function search(q: string, more = ''): Promise<Page> {
    const answer = await site.app.inject({ url: `/api/search?q=${encodeURIComponent(q)}${more}` });
    expect(answer.statusCode).toBe(200);
    return answer.json<Page>();
  }
  /** Up, and as far as the log. */
  const untilUp = async (): Promise<void> => {
    const { watch } = site.get(SearchIndexes);
    await eventually(async () => {
      await watch!.look();
      await watch!.check();
    }, PATIENCE_MS);
    await subscribers.settled();
  };
  /** What the server itself says it has, not we. */
  async function held(id: string): Promise<number | null> {
    const answer = (await (await fetch(`${real}/${prefix}-search/_doc/question:${id}`)).json()) as { found?: boolean; _version?: number };
    return answer.found ? answer._version! : null;
  }
  const indices = async (): Promise<string[]> => ((await (await fetch(`${real}/_cat/indices/${prefix}-*?format=json`)).json()) as { index: string }[]).map(({ index }) => index);
  async function differences(): Promise<Record<string, string[]>> {
    const audited = await site.get(SearchAudit).run();
    return Object.fromEntries(audited.map(({ engine, differences: found, problem }) => [engine, problem === null ? found.map(({ problem: what, id }) => `${what} ${id}`) : [problem]]));
  }
  const NONE = { postgresql: [], elasticsearch: [] };

  it('is there, should hold what is written and answer from it', async () => {
    const id = await ask('Petrels and other birds of the sea');
    await subscribers.settled();
    expect(await held(id)).toBeGreaterThan(0);
    expect(await search('petrels')).toMatchObject({ degraded: false, items: [{ id }] });
  });

  it.each([['refuses', () => server.refuse()], ['says nothing', async () => server.hinder('silent')], ['is slow', async () => server.hinder('slow')]])(
    '%s, should answer from PostgreSQL and catch up afterwards',
    async (_how, fault) => {
      await fault();
      const id = await ask('Shearwaters seen from the ferry');
      await eventually(async () => {
        const page = await search('shearwaters');
        expect(page.degraded).toBe(true);
        expect(page.items.map((item) => item.id)).toContain(id);
      }, PATIENCE_MS);
      expect(await held(id)).toBeNull();
      await server.restore();
      await untilUp();
      expect(await held(id)).toBeGreaterThan(0);
      expect((await search('shearwaters')).degraded).toBe(false);
      expect(await differences()).toEqual(NONE);
    },
    90_000,
  );

  it('is too busy to write, should wait and lose nothing', async () => {
    server.beBusy(4);
    const id = await ask('Guillemots on the cliffs in spring');
    await eventually(async () => expect(await held(id)).toBeGreaterThan(0), PATIENCE_MS);
    expect(server.bulks).toBeGreaterThan(4);
  });

  it('goes down between two pages by date, should go on without a repeat', async () => {
    const made = new Set<string>();
    for (let n = 0; n < 4; n += 1) made.add(await ask(`Auks in a row, number ${n} of four`));
    await subscribers.settled();
    const first = await search('auks', '&sort=new&limit=2');
    await server.refuse();
    const second = await search('auks', `&sort=new&limit=2&cursor=${first.nextCursor!}`);
    expect([first.degraded, second.degraded]).toEqual([false, true]);
    expect(new Set([...first.items, ...second.items].map((item) => item.id))).toEqual(made);
  });

  it('has lost its index, should notice, answer from PostgreSQL and build it anew', async () => {
    const id = await ask('Cormorants drying their wings');
    await subscribers.settled();
    for (const index of await indices()) await fetch(`${real}/${index}`, { method: 'DELETE' });
    expect(await search('cormorants')).toMatchObject({ degraded: true, items: [{ id }] });
    await untilUp();
    expect(await held(id)).toBeGreaterThan(0);
    expect(await search('cormorants')).toMatchObject({ degraded: false, items: [{ id }] });
  }, 60_000);

  it('holds something else than the rows, should name every difference', async () => {
    const [gone, old] = [await ask('Gannets that the index forgets'), await ask('Gannets that the index has from before')];
    await subscribers.settled();
    const extra = '01890000-0000-7000-8000-000000000000';
    // Above every version that a question of a test has.
    const above = 2 ** 40;
    const write = (method: string, path: string, body?: object): Promise<Response> =>
      fetch(`${real}/${prefix}-search/_doc/question:${path}&refresh=true`, { method, ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}) });
    await write('DELETE', `${gone}?version=${above}&version_type=external`);
    await write('DELETE', `${old}?version=${above}&version_type=external`);
    await write('PUT', `${old}?version=${above + 1}&version_type=external`, { type: 'question', id: old, state: 'live' });
    await write('PUT', `${extra}?version=1&version_type=external`, { type: 'question', id: extra, state: 'live' });
    const found = await differences();
    expect(found['postgresql']).toEqual([]);
    expect(found['elasticsearch']!.sort()).toEqual([`extra ${extra}`, `missing ${gone}`, `stale ${old}`]);
    await site.get(Reindex).reindex(undefined, { onDemand: true });
    expect(await differences()).toEqual(NONE);
  }, 60_000);

  describe('is given a new index', () => {
    it('should answer from the old one until the new one has everything, what is written meanwhile too', async () => {
      const before = await indices();
      const written: string[] = [await ask('Terns before the new index')];
      await subscribers.settled();
      let isDone = false;
      const rebuilt = site.get(Reindex).reindex(undefined, { onDemand: true }).finally(() => (isDone = true));
      while (!isDone) {
        written.push(await ask(`Terns meanwhile, number ${written.length}`));
        const page = await search('terns');
        expect({ degraded: page.degraded, because: site.get(SearchIndexes).watch!.complaint }).toEqual({ degraded: false, because: null });
        expect(page.items.length).toBeGreaterThan(0);
      }
      await rebuilt;
      await subscribers.settled();
      const after = await indices();
      expect([before.length, after.length]).toEqual([1, 1]);
      expect(after).not.toEqual(before);
      for (const id of written) expect(await held(id)).toBeGreaterThan(0);
      expect(await differences()).toEqual(NONE);
    }, 60_000);

    it('should keep the old one when the build is given up, and remove what builds before have left', async () => {
      await ask('Puffins of the old index');
      await subscribers.settled();
      const [inUse] = await indices();
      const left = `${prefix}-search-20200101000000-00000000`;
      await fetch(`${real}/${left}`, { method: 'PUT' });
      const givenUp = new AbortController();
      const build = site.get(Reindex).reindex(({ engine }) => engine === 'elasticsearch' && givenUp.abort(), { onDemand: true, signal: givenUp.signal });
      await expect(build).rejects.toThrow('aborted');
      expect(await indices()).toEqual([inUse]);
      expect(await search('puffins')).toMatchObject({ degraded: false });
    });

    it('should refuse a second build beside the first', async () => {
      const lock = await site.db.direct.connect('other-build');
      await lock.query(`select pg_advisory_lock(hashtextextended('cairn search build', 0))`);
      const second = site.get(Reindex).reindex(undefined, { onDemand: true });
      try {
        await expect(second).rejects.toMatchObject({ code: 'SEARCH.BUILD_RUNNING' });
      } finally {
        await lock.close();
      }
    });

    it('should be built later when it was down while everything was indexed', async () => {
      await server.refuse();
      await site.get(Reindex).reindex();
      const records = site.get(EngineRecords);
      const { asked, done } = await records.builds('elasticsearch');
      expect(asked).toBeGreaterThan(done);
      await server.restore();
      await untilUp();
      expect(await records.builds('elasticsearch')).toMatchObject({ asked, done: asked, isSwapping: false });
    }, 60_000);

    it('should be built again when the process that swapped it was killed in the midst of that', async () => {
      const records = site.get(EngineRecords);
      const [inUse] = await indices();
      // What a killed process leaves: the mark, and no lock.
      await records.swapping('elasticsearch');
      await eventually(async () => expect(await records.builds('elasticsearch')).toMatchObject({ isSwapping: false }), PATIENCE_MS);
      expect(await indices()).not.toContain(inUse);
    }, 60_000);
  });
});
