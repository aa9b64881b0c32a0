import { fastify, type FastifyInstance } from 'fastify';
import { oldAddress, registerOldUrlRedirects } from './register-old-url-redirects.js';

describe('oldAddress', () => {
  it.each([
    ['/questions/12', 'question', 12],
    ['/questions/12/', 'question', 12],
    ['/questions/12/some-title', 'question', 12],
    ['/questions/12/some-title/34', 'answer', 34],
    ['/q/12', 'question', 12],
    ['/q/12/7', 'question', 12],
    ['/a/34', 'answer', 34],
    ['/a/34/7', 'answer', 34],
    ['/users/5', 'user', 5],
    ['/users/5/ada', 'user', 5],
  ])('should read %s', (path, kind, number) => {
    expect(oldAddress(path)).toEqual({ kind, number });
  });

  it.each(['/', '/questions', '/questions/0190d2c4-0000-7000-8000-000000000000', '/questions/ask', '/users/ada', '/users/5x', '/a/', '/api/questions/12', '/questions/1234567890123456', '/users/-1'])(
    'should leave %s alone',
    (path) => {
      expect(oldAddress(path)).toBeNull();
    },
  );
});

describe('registerOldUrlRedirects', () => {
  let app: FastifyInstance;
  beforeAll(() => {
    app = fastify();
    const known: Record<string, string> = { 'question 12': '/questions/q', 'answer 34': '/questions/q#answer-a' };
    registerOldUrlRedirects(app, { resolve: async (kind, number) => known[`${kind} ${number}`] ?? null }, () => 'https://x.org');
    app.get('/questions/:id', async () => 'a page');
    app.post('/questions/:id', async () => 'posted');
  });
  afterAll(() => app.close());

  it('should lead there for good, with or without a route', async () => {
    for (const [url, location] of [['/questions/12', '/questions/q'], ['/questions/12/t?x=1', '/questions/q'], ['/a/34', '/questions/q#answer-a']]) {
      const answer = await app.inject(url!);
      expect([answer.statusCode, answer.headers['location']]).toEqual([301, `https://x.org${location}`]);
    }
  });

  it('should pass what is unknown, what is no number and what is no reading', async () => {
    expect((await app.inject('/questions/13')).body).toBe('a page');
    expect((await app.inject('/questions/abc')).body).toBe('a page');
    expect((await app.inject({ method: 'POST', url: '/questions/12' })).body).toBe('posted');
    expect((await app.inject('/a/35')).statusCode).toBe(404);
  });
});
