import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Problem } from '#libs/http';
import { ApiCaller } from '../support/api-caller.js';
import { TestSite } from '../support/test-site.js';

interface Created {
  id: string;
  score: number;
}

describe('Idempotency-Key', () => {
  let site: TestSite<NestFastifyApplication>;
  let api: ApiCaller;
  let questionId: string;
  const NEW = { title: 'Is this asked only once?', body: 'Body', tags: ['once'] };

  beforeAll(async () => {
    site = await TestSite.openApi();
    api = new ApiCaller(site.app);
    for (const handle of ['ada', 'alan']) await site.member(handle);
    questionId = (await api.post<Created>('/api/questions', { as: 'ada', body: NEW })).body.id;
  });
  afterAll(async () => {
    await site.close();
  });

  const post = (url: string, key: string, body: object, as = 'ada') => api.post<Created & Problem>(url, { as, body, headers: { 'idempotency-key': key } });
  const counts = (): Promise<object[]> =>
    site.db.query(`select (select count(*) from questions.questions) as questions, (select count(*) from questions.answers) as answers,
      (select count(*) from comments.comments) as comments, (select count(*) from documents.versions) as texts, (select count(*) from events.outbox) as events`);

  describe.each([
    ['a question', () => '/api/questions', NEW, { ...NEW, tags: ['other'] }, /^\/api\/questions\//],
    ['an answer', () => `/api/questions/${questionId}/answers`, { body: 'Answer' }, { body: 'Other' }, /^\/api\/answers\//],
    ['a comment', () => `/api/comments?target=question:${questionId}`, { body: 'Comment' }, { body: 'Other' }, /^\/api\/comments\//],
  ])('on %s', (name, url, body, other, location) => {
    it('should answer a retry with the same status, place and id, and do nothing', async () => {
      const first = await post(url(), `${name.length}-retry`, body);
      const before = await counts();
      const again = await post(url(), `${name.length}-retry`, body);
      expect([again.status, again.body.id, again.headers['location']]).toEqual([201, first.body.id, first.headers['location']]);
      expect(again.headers['location']).toMatch(location);
      // The first is made of what was written, the second is read.
      expect([again.body, again.headers['etag']]).toEqual([first.body, first.headers['etag']]);
      expect(await counts()).toEqual(before);
    });

    it('should refuse another body, and another key is another request', async () => {
      const first = await post(url(), `${name.length}-body`, body);
      const different = await post(url(), `${name.length}-body`, other);
      expect([different.status, different.body.code]).toEqual([422, 'IDEMPOTENCY.MISMATCH']);
      expect((await post(url(), `${name.length}-body-2`, body)).body.id).not.toBe(first.body.id);
    });

    it('should have one effect when twenty retries race', async () => {
      const before = (await counts())[0] as Record<string, number>;
      const answers = await Promise.all(Array.from({ length: 20 }, () => post(url(), `${name.length}-race`, body)));
      const ids = new Set(answers.filter((answer) => answer.status === 201).map((answer) => answer.body.id));
      expect(ids.size).toBe(1);
      for (const answer of answers.filter(({ status }) => status !== 201)) expect([answer.status, answer.body.code, answer.headers['retry-after']]).toEqual([409, 'IDEMPOTENCY.RUNNING', '1']);
      const after = (await counts())[0] as Record<string, number>;
      expect([after['texts']! - before['texts']!, after['events']! - before['events']!]).toEqual([1, 1]);
    });
  });

  it('should render the body afresh', async () => {
    const { body } = await post('/api/questions', 'afresh', NEW);
    await api.send('PUT', `/api/questions/${body.id}/vote`, { as: 'alan', body: { value: 1 } });
    expect((await post('/api/questions', 'afresh', NEW)).body.score).toBe(1);
  });

  it('should be a member\'s own, and a route\'s own', async () => {
    const ids = [
      (await post('/api/questions', 'shared', NEW, 'ada')).body.id,
      (await post('/api/questions', 'shared', NEW, 'alan')).body.id,
      (await post(`/api/questions/${questionId}/answers`, 'shared', { body: 'Answer' }, 'alan')).body.id,
    ];
    expect(new Set(ids).size).toBe(3);
  });

  it('should not be used up by a request that was refused', async () => {
    expect((await post('/api/questions', 'refused', { ...NEW, title: 'Short' })).status).toBe(422);
    expect((await post('/api/questions', 'refused', NEW)).status).toBe(201);
  });

  it('should be 1 to 255 visible characters', async () => {
    for (const key of ['two words', 'x'.repeat(256)]) {
      const { status, body } = await post('/api/questions', key, NEW);
      expect([status, body.errors?.[0]?.pointer]).toEqual([422, '/header/idempotency-key']);
    }
  });
});
