import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type NestRoute, nestRoutes } from '../../src/platform/http/nest-routes.js';
import type { Scope } from '#libs/kernel';
import { CreateToken } from '../../src/modules/identity/commands/create-token.js';
import { ApiCaller } from '../support/api-caller.js';
import { TestSite } from '../support/test-site.js';

/** Routes that do not live under /api. */
const OUTSIDE = /^\/(auth|health|metrics)/;
/** GET routes that answer differently each time, or only with a query. */
const NOT_ALIKE = /^\/(auth|health|metrics|search|comments$|questions\/similar)/;
/** Each may do more than the one before; every credential may read. */
const SCOPES: Scope[] = ['read', 'write', 'moderate', 'admin'];
const UNSAFE = ['POST', 'PUT', 'PATCH', 'DELETE'];

function encodeOne(path: string): string {
  const at = path.lastIndexOf('/') + 1;
  return `${path.slice(0, at)}%${path.charCodeAt(at).toString(16)}${path.slice(at + 1)}`;
}

/** Other ways to write an address that some routers and proxies take for the same one. */
function variantsOf(path: string): string[] {
  return [
    path,
    encodeOne(path),
    path.replace('/api', '/%61pi'),
    path.replace('/api/', '/api%2f'),
    path.replace('/api/', '/api//'),
    `/${path}`,
    `${path}/`,
    `${path}//`,
    `${path}/.`,
    `${path}/%2e`,
    `${path}%2f`,
    `${path};a=b`,
    `${path}%00`,
    `${path}%20`,
    `${path}.json`,
    `${path}?`,
    `${path}#x`,
    path.toUpperCase(),
    path.replace('/api/', '/API/'),
    path.replace('/api/', '/api/v1/'),
    path.replace('/api/', '/api/v1//'),
    path.replace('/api/', '/api/./'),
    path.replace('/api/', '/x/../api/'),
    path.replace('/api/', '/api\\'),
  ];
}

describe('the route table', () => {
  let site: TestSite<NestFastifyApplication>;
  let api: ApiCaller;
  let routes: NestRoute[];
  let ids: Record<string, string>;

  beforeAll(async () => {
    site = await TestSite.openProgram();
    const tokens = new Map<string, Promise<string>>();
    api = new ApiCaller(site.app, (as) => tokens.get(as) ?? tokens.set(as, tokenOf(as)).get(as)!);
    for (const handle of ['ada', 'alan']) await site.member(handle);
    await site.member('root', 'admin');
    const { body: question } = await api.post<{ id: string }>('/api/questions', { as: 'ada', body: { title: 'What is behind this door?', body: 'x', tags: ['doors'] } });
    ids = { ':id': question.id, ':handle': 'alan', ':slug': 'doors' };
    routes = nestRoutes(site.app);
  });
  afterAll(async () => {
    await site.close();
  });

  async function tokenOf(as: string): Promise<string> {
    const [handle = '', scopes = 'read,write'] = as.split(':');
    const { token } = await site.get(CreateToken).execute({ handle, scopes: scopes.split(',') as Scope[] });
    return `Bearer ${token}`;
  }
  const addressOf = (route: NestRoute): string => `${OUTSIDE.test(route.path) ? '' : '/api'}${route.path}`.replace(/:\w+/g, (name) => ids[name]!);
  const state = async (): Promise<unknown> =>
    site.db.query(`select (select count(*) from events.outbox) as events, (select count(*) from questions.votes) as votes, (select count(*) from users.follows) as follows,
      (select count(*) from documents.versions) as texts, (select json_agg(m.row_version order by id) from users.members m) as members`);

  it('should be worth walking', () => {
    expect(routes.length).toBeGreaterThan(50);
    expect(routes.filter((route) => route.access.permission).length).toBeGreaterThan(30);
  });

  it('should declare who may use each route', () => {
    const undeclared = routes.filter(({ access }) => !access.permission && !access.isPublic && !access.isAnonymous);
    expect(undeclared.map(({ controller, handler }) => `${controller}.${handler}`)).toEqual([]);
  });

  it('should let no guest past the guard, however the address is written', async () => {
    const before = await state();
    const passed: string[] = [];
    for (const route of routes.filter(({ access }) => access.permission)) {
      const methods = route.method === 'GET' ? ['GET', 'HEAD'] : [route.method];
      for (const method of methods) {
        for (const url of variantsOf(addressOf(route))) {
          const { status } = await api.send(method, url, UNSAFE.includes(method) ? { body: {} } : {});
          if (![400, 401, 404, 405].includes(status)) passed.push(`${method} ${url} answered ${status}`);
        }
        expect((await api.send(method, addressOf(route))).status).toBe(401);
      }
    }
    expect(passed).toEqual([]);
    expect(await state()).toEqual(before);
  });

  it('should let no credential past the guard that lacks the scope of the route', async () => {
    const before = await state();
    for (const route of routes) {
      const scope = route.access.permission?.scope;
      if (scope === undefined || scope === 'read') continue;
      const weaker = SCOPES.slice(0, SCOPES.indexOf(scope));
      const { status } = await api.send(route.method, addressOf(route), { as: `root:${weaker.join(',')}` });
      expect(`${route.method} ${route.path} ${status}`).toBe(`${route.method} ${route.path} 403`);
    }
    expect(await state()).toEqual(before);
  });

  it('should answer no address with a failure of ours, whoever asks and however it is written', async () => {
    const failures: string[] = [];
    for (const route of routes.filter(({ path }) => !OUTSIDE.test(path))) {
      for (const url of variantsOf(addressOf(route))) {
        for (const [method, call] of [['GET', {}], ['HEAD', { as: 'alan:read' }]] as const) {
          const { status } = await api.send(method, url, call);
          if (status >= 500) failures.push(`${method} ${url} answered ${status}`);
        }
      }
    }
    expect(failures).toEqual([]);
  });

  it('should answer HEAD like GET, without a body', async () => {
    for (const route of routes.filter(({ method, path }) => method === 'GET' && !NOT_ALIKE.test(path))) {
      const url = addressOf(route);
      const [get, head] = [await api.get(url, { as: 'ada' }), await api.send('HEAD', url, { as: 'ada' })];
      expect([route.path, head.status, head.text, head.headers['etag']]).toEqual([route.path, get.status, '', get.headers['etag']]);
    }
  });

  it('should refuse every other method with 405 and the list of those it takes', async () => {
    for (const route of routes.filter(({ path }) => path.startsWith('/questions') || path.startsWith('/users'))) {
      const url = addressOf(route);
      const { headers } = await api.send('PROPFIND', url);
      const allowed = (headers['allow'] ?? '').split(', ');
      expect(allowed).toContain(route.method);
      for (const method of UNSAFE.filter((each) => !allowed.includes(each))) {
        const answer = await api.send(method, url, { as: 'ada', body: {} });
        expect([method, url, answer.status, answer.headers['allow']]).toEqual([method, url, 405, headers['allow']]);
      }
    }
  });
});
