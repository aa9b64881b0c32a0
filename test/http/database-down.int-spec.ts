import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Problem } from '#libs/http';
import { PostgresDatabase } from '#libs/persistence';
import { eventually } from '#libs/testing';
import { nestRoutes } from '../../src/platform/http/nest-routes.js';
import { ApiCaller } from '../support/api-caller.js';
import { PostgresProxy } from '../support/postgres-proxy.js';
import { TestSite } from '../support/test-site.js';

const ABSENT = '01890000-0000-7000-8000-00000000000a';

describe('when PostgreSQL is gone', () => {
  let site: TestSite<NestFastifyApplication>;
  let api: ApiCaller;
  let proxy: PostgresProxy;
  let database: PostgresDatabase;
  let page: string;

  beforeAll(async () => {
    site = await TestSite.openApi({}, [], async (db) => {
      proxy = await PostgresProxy.before(db.connection);
      database = await PostgresDatabase.open({ connection: proxy.connection });
      return database;
    });
    // The stub finds members past the proxy: what is tested is what comes after the credentials.
    api = new ApiCaller(site.app);
    await site.member('ada');
    const { body } = await api.post<{ id: string }>('/api/questions', { as: 'ada', body: { title: 'Will this survive the night?', body: 'x', tags: ['nights'] } });
    page = `/api/questions/${body.id}`;
    await proxy.cut();
  });
  afterAll(async () => {
    await database.close();
    await site.close();
    await proxy.close();
  });

  it('should answer 503 with Retry-After on every route that needs it, and never 500', async () => {
    const wrong: string[] = [];
    for (const { method, path } of nestRoutes(site.app).filter(({ path: each }) => !/^\/(health|metrics)/.test(each))) {
      const query = /^\/comments$/.test(path) ? `?target=question:${ABSENT}` : path === '/questions/similar' ? '?title=abc' : path.startsWith('/search') ? '?q=abc' : '';
      const url = `/api${path.replace(':id', ABSENT).replace(':handle', 'ada').replace(':slug', 'nights')}${query}`;
      const body = BODIES[`${method} ${path}`];
      const { status, headers, body: problem } = await api.send<Problem>(method, url, { as: 'ada', body });
      if (status !== 503 || headers['retry-after'] !== '2' || problem.code !== 'DATABASE.UNAVAILABLE') wrong.push(`${method} ${url} answered ${status} ${problem?.code}`);
    }
    expect(wrong).toEqual([]);
  });

  it('should not give guests what it cannot check: cached pages wait for their versions', async () => {
    const { status, headers } = await api.get(page);
    expect([status, headers['retry-after']]).toEqual([503, '2']);
  });

  it('should stay alive, refuse bad requests as ever, and say that it is not ready', async () => {
    expect((await api.get('/health/live')).status).toBe(200);
    expect((await api.get('/api/questions?limit=0', { as: 'ada' })).status).toBe(422);
    expect((await api.get('/api/nothing')).status).toBe(404);
  });

  it('should be as before once it is back', async () => {
    await proxy.restore();
    await eventually(async () => expect((await api.get<{ title: string }>(page)).body).toMatchObject({ title: 'Will this survive the night?' }));
    await eventually(async () => expect((await api.send('PATCH', page, { as: 'ada', body: { body: 'It did' } })).status).toBe(200));
  });
});

/** Bodies that pass their schemas, so that the database is reached. */
const BODIES: Record<string, object> = {
  'POST /questions': { title: 'A title of some length', body: 'x', tags: ['a'] },
  'PATCH /questions/:id': { body: 'x' },
  'PUT /questions/:id/vote': { value: 1 },
  'PUT /questions/:id/accepted-answer': { answerId: ABSENT },
  'POST /questions/:id/answers': { body: 'x' },
  'PATCH /answers/:id': { body: 'x' },
  'PUT /answers/:id/vote': { value: 1 },
  'POST /comments': { body: 'x' },
  'PATCH /comments/:id': { body: 'x' },
  'PUT /comments/:id/vote': { value: 1 },
  'PATCH /users/me': { bio: 'x' },
};
