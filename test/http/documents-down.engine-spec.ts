import { randomBytes } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import mongoose from 'mongoose';
import { ServerProxy } from '#libs/documents/testing';
import type { Problem } from '#libs/http';
import { HealthRegistry } from '#libs/observability';
import { engineUrl, eventually } from '#libs/testing';
import { DocumentEngines } from '../../src/platform/engines/active/document-engines.js';
import { ApiCaller } from '../support/api-caller.js';
import { TestSite } from '../support/test-site.js';

const QUESTION = { title: 'Will this survive the night?', body: 'Before', tags: ['nights'] };

describe('the API with texts in MongoDB', () => {
  const uri = new URL(engineUrl('MONGODB_URI'));
  uri.pathname = `/cairn_test_${randomBytes(6).toString('hex')}`;
  let site: TestSite<NestFastifyApplication>;
  let api: ApiCaller;
  let proxy: ServerProxy;
  let driver: mongoose.mongo.MongoClient;
  let page: string;
  let answer: string;
  let comment: string;
  /** Of a question whose text no page has read: those that were read last are remembered. */
  let unread: string;

  beforeAll(async () => {
    proxy = await ServerProxy.before(uri.href);
    driver = await new mongoose.mongo.MongoClient(uri.href).connect();
    site = await TestSite.openApi({ MONGODB_URI: proxy.uri });
    api = new ApiCaller(site.app);
    const [ada] = await Promise.all([site.member('ada'), site.member('bob')]);
    unread = `/api/questions/${await site.ask(ada)}`;
    const question = await api.post<{ id: string }>('/api/questions', { as: 'ada', body: QUESTION });
    page = `/api/questions/${question.body.id}`;
    answer = (await api.post<{ id: string }>(`${page}/answers`, { as: 'bob', body: { body: 'It will' } })).body.id;
    comment = (await api.post<{ id: string }>(`/api/comments?target=answer:${answer}`, { as: 'bob', body: { body: 'Who says?' } })).body.id;
  });
  afterAll(async () => {
    await proxy.restore();
    await site.close();
    await driver.db().dropDatabase();
    await driver.close();
    await proxy.cut();
  });

  async function inMongo(collection: string, id: string): Promise<string[]> {
    const found = await driver.db().collection<{ id: string; version: number; body: string }>(collection).find({ id }).sort({ version: 1 }).toArray();
    return found.map(({ version, body }) => `${version} ${body}`);
  }

  it('should have every text in MongoDB and none in PostgreSQL', async () => {
    expect(await inMongo('questions', page.split('/').at(-1)!)).toEqual(['1 Before']);
    expect(await inMongo('answers', answer)).toEqual(['1 It will']);
    expect(await inMongo('comments', comment)).toEqual(['1 Who says?']);
    expect(await site.db.query('select 1 from documents.versions')).toEqual([]);
  });

  it('should keep every edit as a version there', async () => {
    expect((await api.send('PATCH', `/api/answers/${answer}`, { as: 'bob', body: { body: 'It has' } })).status).toBe(200);
    expect(await inMongo('answers', answer)).toEqual(['1 It will', '2 It has']);
  });

  it('should let the next edit pass an edit that died after it had staged its text', async () => {
    const id = page.split('/').at(-1)!;
    const { body } = await api.get<{ version: number }>(page, { as: 'ada' });
    const orphan = { id, version: body.version + 1, title: QUESTION.title, body: 'of the dead', bodyHtml: '<p>of the dead</p>', createdAt: new Date(), stagedAt: new Date(Date.now() - 180_000), stagingId: 'dead' };
    await driver.db().collection('questions').insertOne(orphan);
    expect((await api.send('PATCH', page, { as: 'ada', body: { body: 'After' } })).status).toBe(200);
    expect((await api.get(page, { as: 'ada' })).body).toMatchObject({ body: 'After', version: body.version + 1 });
    expect(await inMongo('questions', id)).toEqual(['1 Before', '2 After']);
  });

  describe.each<[string, () => void | Promise<void>]>([
    ['refuses connections', () => proxy.cut()],
    ['swallows everything', () => proxy.swallow()],
  ])('when the server %s', (_name, takeAway) => {
    beforeAll(() => takeAway());

    it('should answer 503 with Retry-After wherever a text is read or written', async () => {
      const calls: [string, string, object?][] = [
        ['GET', unread],
        ['GET', `${page}/revisions`],
        ['POST', '/api/questions', { title: 'A title of some length', body: 'x', tags: ['a'] }],
        ['PATCH', page, { body: 'x' }],
        ['PATCH', page, { title: 'Another title of some length' }],
        ['POST', `${page}/answers`, { body: 'x' }],
        ['POST', `/api/comments?target=answer:${answer}`, { body: 'x' }],
      ];
      const answers = await Promise.all(
        calls.map(async ([method, url, body]) => {
          const { status, headers, body: problem } = await api.send<Problem>(method, url, { as: 'ada', body });
          return `${method} ${url}: ${status} ${problem.code} ${headers['retry-after']}`;
        }),
      );
      expect(answers).toEqual(calls.map(([method, url]) => `${method} ${url}: 503 DOCUMENTS.UNAVAILABLE 2`));
    });

    it('should not have written the row of a text that it could not write', async () => {
      const ids = (await site.db.query<{ id: string }>('select id from questions.questions')).map(({ id }) => id);
      expect(await driver.db().collection('questions').distinct('id', { id: { $in: ids } })).toHaveLength(ids.length);
    });

    it('should go on with lists, votes and whatever else needs no text', async () => {
      const list = await api.get<{ items: unknown[] }>('/api/questions', { as: 'ada' });
      expect([list.status, list.body.items.length]).toEqual([200, 2]);
      expect((await api.send('PUT', `${page}/vote`, { as: 'bob', body: { value: 1 } })).status).toBe(200);
      expect((await api.send('DELETE', `${page}/vote`, { as: 'bob' })).status).toBe(200);
      expect((await api.get('/api/tags')).status).toBe(200);
      expect((await api.get('/api/users/ada')).status).toBe(200);
    });

    it('should be the only thing the doctor finds wrong, without being less ready for it', async () => {
      const { server } = await site.get(DocumentEngines).engine('mongodb');
      const health = new HealthRegistry();
      health.register({ name: 'documents', critical: false, check: () => server!.ping() });
      expect(await health.report()).toMatchObject({ status: 'degraded', ready: true, checks: [{ name: 'documents', ok: false }] });
    });

    it('should be as before once it is back, and have said so once', async () => {
      await proxy.restore();
      await eventually(async () => expect((await api.send('PATCH', page, { as: 'ada', body: { body: 'After the night' } })).status).toBe(200), 30_000);
      expect((await api.get(page, { as: 'ada' })).body).toMatchObject({ body: 'After the night' });
      const said = site.logger.lines.map(({ message }) => message).filter((message) => message.startsWith('MongoDB'));
      expect(said.slice(-2)).toEqual(['MongoDB does not answer: texts can be neither read nor written', 'MongoDB answers again']);
    });
  });
});
