import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Reindex } from '#modules/search';
import { ApiCaller } from '../support/api-caller.js';
import { TestSite } from '../support/test-site.js';

const MANY = 20;

describe('the number of queries of a read', () => {
  let site: TestSite<NestFastifyApplication>;
  let api: ApiCaller;
  let queries = 0;

  beforeAll(async () => {
    site = await TestSite.openApi();
    api = new ApiCaller(site.app);
    const { reader } = site.db;
    const query = reader.query.bind(reader);
    reader.query = (statement, params) => {
      queries += 1;
      return query(statement, params);
    };
  });
  afterAll(async () => {
    await site.close();
  });

  async function countOf(url: string, as?: string): Promise<number> {
    const before = queries;
    // A cookie of nobody keeps a guest away from the cache.
    const { status, text } = await api.get(url, as === undefined ? { headers: { cookie: 'cairn_session=nobody' } } : { as });
    if (status !== 200) throw new Error(`${url} answered ${status}: ${text}`);
    return queries - before;
  }

  /** A site with so many of everything, each by another member. */
  async function fill(count: number): Promise<string[]> {
    await site.reset();
    await site.member('reader');
    const members = await Promise.all(Array.from({ length: count }, (_, n) => site.member(`writer-${n}`)));
    const create = async (url: string, as: string, body: object): Promise<string> => (await api.post<{ id: string }>(url, { as, body })).body.id;
    const questions: string[] = [];
    for (const { handle } of members) questions.push(await create('/api/questions', handle, { title: 'How many queries are that?', body: 'Body', tags: [`tag-${handle}`, 'counting'] }));
    const [question = ''] = questions;
    for (const { handle } of members) {
      const answer = await create(`/api/questions/${question}/answers`, handle, { body: 'Counting queries' });
      await create(`/api/comments?target=question:${question}`, handle, { body: 'Comment' });
      await create(`/api/comments?target=answer:${answer}`, handle, { body: 'Comment' });
      await api.send('PUT', `/api/users/${handle}/follow`, { as: 'reader' });
    }
    await site.get(Reindex).reindex();
    return [
      '/api/questions', '/api/questions?tag=counting&sort=score', `/api/questions/${question}`, `/api/questions/${question}/answers`, `/api/questions/${question}/similar`,
      `/api/comments?target=question:${question}`, '/api/tags', '/api/users', '/api/users/reader/following', '/api/users/reader', '/api/search?q=counting',
    ];
  }

  it('should not grow with the number of rows', async () => {
    const few = await fill(1);
    const counted = new Map<string, number>();
    const plain = (url: string): string => url.replace(/[0-9a-f-]{36}/, '{id}');
    for (const url of few) for (const as of [undefined, 'reader']) counted.set(`${plain(url)} by ${as ?? 'a guest'}`, await countOf(url, as));
    const many = await fill(MANY);
    for (const url of many) {
      for (const as of [undefined, 'reader']) {
        const name = `${plain(url)} by ${as ?? 'a guest'}`;
        const now = await countOf(url, as);
        // One more than for a single row at most: of a search that tops a page up, or of comments where there were none to read.
        expect({ name, queries: Math.max(now, counted.get(name)! + 1) }).toEqual({ name, queries: counted.get(name)! + 1 });
      }
    }
    expect(Math.max(...counted.values())).toBeLessThanOrEqual(10);
  });
});
