import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { PageVersions } from '#libs/http';
import { ApiCaller } from '../support/api-caller.js';
import { QaHistory } from '../support/qa-history.js';
import { Seeded } from '../support/seeded.js';
import { type TestMember, TestSite } from '../support/test-site.js';

interface Question {
  id: string;
  title: string;
  answerCount: number;
  score: number;
  viewer: object | null;
}
interface List {
  items: Question[];
}

/** A cookie of nobody: its bearer is a guest, but one that the cache leaves alone. */
const UNCACHED = { headers: { cookie: 'cairn_session=nobody' } };

describe('cached pages of guests', () => {
  let site: TestSite<NestFastifyApplication>;
  let api: ApiCaller;
  let members: TestMember[];

  beforeAll(async () => {
    site = await TestSite.openApi();
    api = new ApiCaller(site.app);
  });
  afterAll(async () => {
    await site.close();
  });
  beforeEach(async () => {
    await site.reset();
    members = [await site.member('ada'), await site.member('alan'), await site.member('grace', 'moderator')];
  });

  const ask = async (body: object = {}): Promise<string> =>
    (await api.post<Question>('/api/questions', { as: 'ada', body: { title: 'Is this page fresh?', body: 'Body', tags: ['freshness'], ...body } })).body.id;
  const answer = (id: string, body = 'Answer') => api.post<{ id: string }>(`/api/questions/${id}/answers`, { as: 'alan', body: { body } });
  const pagesOf = (ids: readonly string[]): string[] => ['/api/questions', '/api/questions?sort=score&tag=algebra', '/api/tags', ...ids.flatMap((id) => [`/api/questions/${id}`, `/api/questions/${id}/answers`])];

  async function stalePages(urls: readonly string[]): Promise<string[]> {
    const stale: string[] = [];
    for (const url of urls) {
      const [cached, fresh] = [await api.get(url), await api.get(url, UNCACHED)];
      if (fresh.headers['x-cache'] !== undefined) throw new Error(`${url} came from the cache although it must not`);
      if (cached.status !== fresh.status || (fresh.status === 200 && cached.text !== fresh.text)) stale.push(url);
    }
    return stale;
  }

  it('should never be stale after a write of any kind', async () => {
    const history = new QaHistory(site, new Seeded(4_711), members);
    let hits = 0;
    for (let n = 0; n < 60; n += 1) {
      const { name, refused } = await history.step();
      const questions = history.things.filter((thing) => thing.type === 'question').slice(-3);
      const urls = pagesOf(questions.map((question) => question.id));
      expect({ n, name, stale: refused === undefined ? await stalePages(urls) : [] }).toEqual({ n, name, stale: [] });
      hits += Number((await api.get('/api/questions')).headers['x-cache'] === 'hit');
    }
    expect(hits).toBeGreaterThan(50);
  });

  it('should never be stale after a write while others read all the time', async () => {
    const id = await ask();
    let reading = true;
    const readers = Array.from({ length: 6 }, async (_, n) => {
      while (reading) await api.get([`/api/questions/${id}`, '/api/questions', `/api/questions/${id}/answers`][n % 3]!, { headers: { 'accept-encoding': ['br', 'gzip', 'identity'][n % 3]! } });
    });
    for (let n = 1; n <= 12; n += 1) {
      await answer(id, `Answer ${n}`);
      const [page, list] = [await api.get<Question>(`/api/questions/${id}`), await api.get<List>('/api/questions')];
      expect([page.body.answerCount, list.body.items[0]?.answerCount]).toEqual([n, n]);
    }
    reading = false;
    await Promise.all(readers);
  });

  it('should show a new name, and a new picture, at once', async () => {
    const id = await ask();
    const urls = [`/api/questions/${id}`, '/api/questions', '/api/users/ada/avatar'];
    for (const url of urls) expect((await api.get(url)).text).toContain('ADA');
    await api.send('PATCH', '/api/users/me', { as: 'ada', body: { displayName: 'Countess' } });
    for (const url of urls) {
      const { text } = await api.get(url);
      expect(text).not.toContain('ADA');
      expect(text).toContain('Countess');
    }
    await api.send('DELETE', '/api/users/me', { as: 'ada' });
    expect((await api.get(`/api/questions/${id}`)).text).toContain('Deleted member');
    expect((await api.get('/api/users/ada/avatar')).status).toBe(404);
  });

  it('should never show guests what is for members, not even when it was public before', async () => {
    const id = await ask();
    const page = `/api/questions/${id}`;
    for (const url of pagesOf([id])) await api.get(url);
    await api.send('PATCH', page, { as: 'ada', body: { audience: 'members' } });
    // Members read it: nothing of that may end up in the cache.
    for (const url of pagesOf([id])) await api.get(url, { as: 'alan' });
    expect([(await api.get(page)).status, (await api.get(`${page}/answers`)).status]).toEqual([404, 404]);
    expect((await api.get('/api/questions')).text).not.toContain(id);
    expect((await api.get('/api/tags')).text).not.toContain('freshness');
  });

  it('should keep what viewers see of their own apart from what guests see', async () => {
    const id = await ask();
    const page = `/api/questions/${id}`;
    await api.send('PUT', `${page}/vote`, { as: 'alan', body: { value: 1 } });
    expect((await api.get<Question>(page, { as: 'alan' })).body.viewer).toMatchObject({ vote: 1 });
    expect((await api.get<Question>(page)).body.viewer).toBeNull();
    const cached = await api.get<Question>(page);
    expect([cached.headers['x-cache'], cached.body.viewer]).toEqual(['hit', null]);
    const bySession = await api.get<Question>(page, { headers: { cookie: 'theme=dark; cairn_session=alan' } });
    expect([bySession.headers['x-cache'], bySession.body.viewer]).toEqual([undefined, expect.objectContaining({ vote: 1 })]);
    expect((await api.get(page, { headers: { authorization: '' } })).headers['x-cache']).toBeUndefined();
  });

  it('should let a hidden question vanish at once, and come back', async () => {
    const id = await ask();
    const page = `/api/questions/${id}`;
    expect((await api.get(page)).status).toBe(200);
    const history = new QaHistory(site, new Seeded(1), members);
    await history.move({ type: 'question', id, state: 'live' }, 'hidden', members[2]!);
    expect([(await api.get(page)).status, (await api.get<List>('/api/questions')).body.items]).toEqual([404, []]);
    await history.move({ type: 'question', id, state: 'hidden' }, 'live', members[2]!);
    expect([(await api.get(page)).status, (await api.get<List>('/api/questions')).body.items.length]).toEqual([200, 1]);
  });

  it('should answer HEAD and 304 from the cache, with the same tag as the first answer', async () => {
    const page = `/api/questions/${await ask()}`;
    const first = await api.get(page);
    const tag = first.headers['etag']!;
    expect([first.headers['x-cache'], tag.slice(0, 4)]).toEqual(['miss', '"v1-']);
    const head = await api.send('HEAD', page);
    expect([head.status, head.text, head.headers['x-cache'], head.headers['etag'], head.headers['content-length']]).toEqual([200, '', 'hit', tag, first.headers['content-length']]);
    const unchanged = await api.get(page, { headers: { 'if-none-match': tag } });
    expect([unchanged.status, unchanged.text, unchanged.headers['x-cache'], unchanged.headers['etag']]).toEqual([304, '', 'hit', tag]);
    for (const { headers } of [first, head, unchanged]) expect(headers).toMatchObject({ 'cache-control': 'private, no-cache', vary: 'accept-encoding' });
    const second = await api.get(page);
    expect([second.text, second.headers['content-type']]).toEqual([first.text, first.headers['content-type']]);
    expect(second.headers['x-request-id']).not.toBe(first.headers['x-request-id']);
  });

  it('should speak the reader\'s encoding, at the first time and from the cache', async () => {
    const id = await ask({ body: 'Long enough to be compressed. '.repeat(200) });
    const page = `/api/questions/${id}`;
    for (const [accepted, expected, decode] of [
      ['gzip, br', 'br', brotliDecompressSync],
      ['gzip', 'gzip', gunzipSync],
      ['identity', undefined, (bytes: Buffer) => bytes],
    ] as const) {
      await answer(id);
      for (const cache of ['miss', 'hit']) {
        const { headers, bytes } = await api.get(page, { headers: { 'accept-encoding': accepted } });
        expect(headers).toMatchObject({ 'x-cache': cache, 'content-length': String(bytes.length), vary: 'accept-encoding' });
        expect(headers['content-encoding']).toBe(expected);
        expect((JSON.parse(decode(bytes).toString()) as Question).answerCount).toBeGreaterThan(0);
      }
    }
  });

  it('should tag each encoding apart, know what the reader has by any of them, and take any of them for an edit', async () => {
    const id = await ask({ body: 'Long enough to be compressed. '.repeat(200) });
    const page = `/api/questions/${id}`;
    const read = (headers: Record<string, string>) => api.get<Question>(page, { headers });
    const tags = new Map<string, string>();
    for (const cache of ['miss', 'hit']) {
      for (const encoding of ['br', 'gzip', 'identity']) {
        if (cache === 'miss') await answer(id);
        const { headers } = await read({ 'accept-encoding': encoding });
        expect([headers['x-cache'], headers['content-encoding'] ?? 'identity']).toEqual([cache, encoding]);
        // The last miss and the hits are one answer.
        tags.set(cache === 'miss' && encoding !== 'identity' ? `${encoding}, before` : encoding, headers['etag']!);
      }
    }
    expect(new Set(tags.values()).size).toBe(5);
    const held = ['br', 'gzip', 'identity'].map((encoding) => tags.get(encoding)!);
    for (const tag of held) {
      for (const accepted of ['br', 'gzip', 'identity']) {
        const { status, headers, text } = await read({ 'accept-encoding': accepted, 'if-none-match': tag });
        expect([status, headers['etag'], text]).toEqual([304, tag, '']);
      }
    }
    // Something else on the lists makes the kept page old: the same bytes are found out anew.
    await site.db.unitOfWork.run(members[0]!, async (tx) => site.get(PageVersions).bump(tx, `question:${id}`));
    const again = await read({ 'accept-encoding': 'br', 'if-none-match': held[0]! });
    expect([again.status, again.headers['x-cache'], again.headers['etag']]).toEqual([304, undefined, held[0]]);
    for (const [n, tag] of held.entries()) {
      const edit = await api.send('PATCH', page, { as: 'ada', body: { title: `Is this page fresh, reader ${n}?` }, headers: { 'if-match': tag } });
      expect([n, edit.status]).toEqual([n, n === 0 ? 200 : 412]);
    }
    const gzipped = await read({ 'accept-encoding': 'gzip' });
    expect((await api.send('PATCH', page, { as: 'ada', body: { title: 'Is it fresh once more?' }, headers: { 'if-match': gzipped.headers['etag']! } })).status).toBe(200);
  });

  it('should keep different queries apart, and failures out', async () => {
    await ask({ tags: ['one'] });
    await ask({ tags: ['two'] });
    const count = async (url: string): Promise<number> => (await api.get<List>(url)).body.items.length;
    for (let n = 0; n < 2; n += 1) expect([await count('/api/questions'), await count('/api/questions?tag=one'), await count('/api/questions?limit=1')]).toEqual([2, 1, 1]);
    for (let n = 0; n < 2; n += 1) expect((await api.get('/api/questions?limit=0')).status).toBe(422);
    expect((await api.get('/api/v1/questions')).headers['x-cache']).toBe('hit');
  });
});
