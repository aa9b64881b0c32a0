import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Problem } from '#libs/http';
import { ApiCaller } from '../support/api-caller.js';
import { TestSite } from '../support/test-site.js';

const APP = 'https://app.example.org';

describe('who calls from where', () => {
  let site: TestSite<NestFastifyApplication> | undefined;
  afterEach(async () => {
    await site?.close();
    site = undefined;
  });

  async function open(env: Record<string, string>): Promise<ApiCaller> {
    site = await TestSite.openApi(env);
    return new ApiCaller(site.app);
  }

  describe('scripts of other sites', () => {
    const preflight = (api: ApiCaller, origin: string, method = 'PATCH') =>
      api.send('OPTIONS', '/api/questions/01890000-0000-7000-8000-00000000000a', {
        headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': 'authorization,if-match,idempotency-key' },
      });

    it('should be let in from the origins that were named, for every method, without cookies', async () => {
      const api = await open({ CORS_ORIGINS: APP });
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
        const { status, headers } = await preflight(api, APP, method);
        expect([status, headers['access-control-allow-origin'], headers['access-control-allow-credentials']]).toEqual([204, APP, undefined]);
        expect(headers['access-control-allow-methods']?.split(', ')).toContain(method);
      }
      const { headers } = await api.get('/api/questions', { headers: { origin: APP } });
      expect([headers['access-control-allow-origin'], headers['access-control-expose-headers']]).toEqual([APP, expect.stringContaining('etag')]);
      // From the cache of guests, too, and not for others.
      const cached = await api.get('/api/questions', { headers: { origin: APP } });
      expect([cached.headers['x-cache'], cached.headers['access-control-allow-origin'], cached.headers['vary']]).toEqual(['hit', APP, 'Origin, accept-encoding']);
      const other = await api.get('/api/questions', { headers: { origin: 'https://evil.example.org' } });
      expect([other.headers['x-cache'], other.headers['access-control-allow-origin']]).toEqual(['hit', undefined]);
    });

    it('should be let in from nowhere unless an origin was named', async () => {
      const api = await open({});
      const { status, headers } = await preflight(api, APP);
      expect([status, headers['access-control-allow-origin']]).toEqual([405, undefined]);
    });
  });

  describe('limits', () => {
    // One read per minute is left of the allowance.
    const ONE = { RATE_LIMIT_FACTOR: '0.0001' };
    const read = (api: ApiCaller, forwardedFor: string) => api.send<Problem>('GET', '/api/users', { headers: { 'x-forwarded-for': forwardedFor } });

    it('should name themselves and when to come back', async () => {
      const api = await open(ONE);
      expect((await api.get('/api/users')).status).toBe(200);
      const { status, headers, body } = await api.get<Problem>('/api/users');
      expect([status, body.code, body['scope']]).toEqual([429, 'RATE.LIMITED', 'http.read']);
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    });

    it('should count what guests read from the cache, too, and refuse it alike', async () => {
      const api = await open({ RATE_LIMIT_FACTOR: '0.005' });
      const read = () => api.get<Problem>('/api/questions');
      const first = await read();
      expect([first.status, first.headers['x-cache'], first.headers['ratelimit']]).toEqual([200, 'miss', expect.stringContaining('"http.read";r=5;')]);
      for (let left = 4; left >= 0; left -= 1) {
        const { status, headers } = await read();
        expect([status, headers['x-cache'], headers['ratelimit'], headers['ratelimit-policy']]).toEqual([200, 'hit', expect.stringContaining(`"http.read";r=${left};`), '"http.read";q=6;w=60']);
      }
      const { status, headers, body } = await read();
      expect([status, headers['x-cache'], body.code, body['scope']]).toEqual([429, undefined, 'RATE.LIMITED', 'http.read']);
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
      for (const refused of [await api.send('HEAD', '/api/questions'), await api.get('/api/questions', { headers: { 'if-none-match': first.headers['etag']! } })]) expect(refused.status).toBe(429);
    });

    it('should not count the pictures that come along with a page from the cache', async () => {
      const api = await open(ONE);
      await site!.member('ada');
      for (const cache of ['miss', 'hit', 'hit']) expect((await api.get('/api/users/ada/avatar')).headers['x-cache']).toBe(cache);
      expect((await api.get('/api/users/ada')).status).toBe(429);
    });

    it('should not believe anybody\'s X-Forwarded-For', async () => {
      const api = await open(ONE);
      expect([(await read(api, '192.0.2.1')).status, (await read(api, '192.0.2.2')).status]).toEqual([200, 429]);
    });

    it('should count those behind a trusted proxy apart', async () => {
      const api = await open({ ...ONE, TRUSTED_PROXIES: '127.0.0.0/8' });
      expect([(await read(api, '192.0.2.1')).status, (await read(api, '192.0.2.2')).status, (await read(api, '192.0.2.2')).status]).toEqual([200, 200, 429]);
      // Whoever stands before the proxy can write what they like into the header: only the address next to the proxy counts.
      expect((await read(api, '203.0.113.7, 192.0.2.1')).status).toBe(429);
    });
  });

  it('should be told to stay on https where the site is on https', async () => {
    const api = await open({ PUBLIC_URL: 'https://learn.example.org' });
    expect((await api.get('/api/questions')).headers['strict-transport-security']).toBe('max-age=31536000');
  });
});
