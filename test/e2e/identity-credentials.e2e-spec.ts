import { sharedCairn } from '../support/shared-cairn.js';
import { callApi, FormBrowser, logIn, logInApp, newPerson, register, type SignedIn } from '../support/sign-in.js';

interface Own {
  id: string;
  userAgent: string | null;
  ip: string | null;
  current: boolean;
}

interface Token {
  id: string;
  name: string;
  scopes: string[];
  token: string | null;
  expiresAt: string | null;
  lastUsedAt: string | null;
}

const site = sharedCairn().url;
const withToken = (token: string, path = '/api/session', method = 'GET', body?: unknown) =>
  callApi<{ member: { handle: string } | null; code?: string }>(site + path, method, { authorization: `Bearer ${token}` }, body);

describe('the sessions of a member', () => {
  it('should be listed with where they are, and which one asks', async () => {
    const here = await register(site);
    const there = await logIn(site, here.person, { browser: new FormBrowser({ 'user-agent': 'Other/2.0' }) });
    const app = await logInApp(site, here.person);
    await withToken(app.access_token);
    const { items } = (await there.call<{ items: Own[] }>('GET', '/api/sessions')).body;
    expect(items).toHaveLength(3);
    expect(items.filter(({ current }) => current)).toEqual([expect.objectContaining({ userAgent: 'Other/2.0', ip: '127.0.0.1' })]);
    expect(new Set(items.map(({ userAgent }) => userAgent))).toEqual(new Set(['Other/2.0', 'Test Browser/1.0', 'cairn-native']));
  });

  it('should end one by one, at once, apps included', async () => {
    const here = await register(site);
    const there = await logIn(site, here.person, { browser: new FormBrowser({ 'user-agent': 'Other/2.0' }) });
    const app = await logInApp(site, here.person);
    await withToken(app.access_token);
    const { items } = (await here.call<{ items: Own[] }>('GET', '/api/sessions')).body;
    for (const { id } of items.filter(({ current }) => !current)) expect((await here.call('DELETE', `/api/sessions/${id}`)).status).toBe(204);
    expect((await there.call<{ member: unknown }>('GET', '/api/session')).body.member).toBeNull();
    expect((await withToken(app.access_token)).status).toBe(401);
    expect((await here.call<{ items: Own[] }>('GET', '/api/sessions')).body.items).toHaveLength(1);
  });

  it('should end all but one together', async () => {
    const here = await register(site);
    // One after the other: Keycloak refuses log-ins of one person at the same moment.
    const others: SignedIn[] = [];
    for (let n = 0; n < 3; n++) others.push(await logIn(site, here.person));
    expect((await here.call('DELETE', '/api/sessions')).status).toBe(204);
    for (const other of others) expect((await other.call('GET', '/api/sessions')).status).toBe(401);
    expect((await here.call('GET', '/api/sessions')).status).toBe(200);
  });

  it('should not be ended by others, nor by other sites', async () => {
    const here = await register(site);
    const stranger = await register(site);
    const { items } = (await here.call<{ items: Own[] }>('GET', '/api/sessions')).body;
    const mine = items[0]!.id;
    expect((await stranger.call('DELETE', `/api/sessions/${mine}`)).status).toBe(404);
    expect((await here.call('DELETE', `/api/sessions/${mine}`, undefined, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await here.call('DELETE', '/api/sessions/not-an-id')).status).toBe(404);
    expect((await here.call('GET', '/api/sessions')).status).toBe(200);
  });

  it('should need somebody who is signed in', async () => {
    for (const [method, path] of [['GET', '/api/sessions'], ['DELETE', '/api/sessions'], ['GET', '/api/tokens'], ['POST', '/api/tokens']] as const) {
      expect((await callApi(site + path, method, {}, method === 'POST' ? { name: 'x', scopes: ['read'] } : undefined)).status).toBe(401);
    }
  });
});

describe('personal access tokens', () => {
  it('should be made, used and removed', async () => {
    const who = await register(site);
    const made = await who.call<Token>('POST', '/api/tokens', { name: '  my   script ', scopes: ['write'], expiresInDays: 30 });
    expect(made.status).toBe(201);
    expect(made.headers.get('location')).toBe(`/api/tokens/${made.body.id}`);
    expect(made.body).toMatchObject({ name: 'my script', scopes: ['write'], token: expect.stringMatching(/^cairn_pat_[\w-]{43}$/), lastUsedAt: null });
    const secret = made.body.token!;
    expect((await withToken(secret)).body.member).toMatchObject({ handle: who.person.handle });
    const { items } = (await who.call<{ items: Token[] }>('GET', '/api/tokens')).body;
    expect(items).toEqual([expect.objectContaining({ id: made.body.id, lastUsedAt: expect.any(String) })]);
    expect(JSON.stringify(items)).not.toContain(secret);
    expect((await who.call('DELETE', `/api/tokens/${made.body.id}`)).status).toBe(204);
    expect((await withToken(secret)).body.code).toBe('AUTH.TOKEN_INVALID');
    expect((await who.call('DELETE', `/api/tokens/${made.body.id}`)).status).toBe(404);
  });

  it('should give no more than their maker has, and make no others', async () => {
    const who = await register(site);
    for (const scopes of [['admin'], ['read', 'moderate']]) {
      expect(await who.call('POST', '/api/tokens', { name: 'x', scopes })).toMatchObject({ status: 403, body: { code: 'IDENTITY.SCOPE_REFUSED' } });
    }
    const { body } = await who.call<Token>('POST', '/api/tokens', { name: 'x', scopes: ['read', 'write'] });
    expect(await withToken(body.token!, '/api/tokens', 'POST', { name: 'y', scopes: ['read'] })).toMatchObject({ status: 403, body: { code: 'IDENTITY.TOKEN_BY_TOKEN' } });
    expect((await withToken(body.token!, `/api/tokens/${body.id}`, 'DELETE')).status).toBe(403);
    const { access_token: app } = await logInApp(site, who.person, 'openid profile email write');
    expect((await withToken(app, '/api/tokens', 'POST', { name: 'z', scopes: ['write'] })).status).toBe(201);
  });

  it('should be one for one Idempotency-Key, its secret told once', async () => {
    const who = await register(site);
    const make = () => who.call<Token>('POST', '/api/tokens', { name: 'once', scopes: ['read'] }, { 'idempotency-key': 'key-1' });
    const [first, second] = [await make(), await make()];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toMatchObject({ id: first.body.id, token: null });
    expect(first.body.token).not.toBeNull();
  });

  it.each([
    [{}],
    [{ name: 'x', scopes: [] }],
    [{ name: '', scopes: ['read'] }],
    [{ name: 'x'.repeat(101), scopes: ['read'] }],
    [{ name: 'x', scopes: ['everything'] }],
    [{ name: 'x', scopes: 'read' }],
    [{ name: 'x', scopes: ['read'], expiresInDays: 0 }],
    [{ name: 'x', scopes: ['read'], admin: true }],
    [{ name: 'x\u0000', scopes: ['read'] }],
  ])('should not be made of %j', async (body) => {
    const who = await register(site);
    expect((await who.call('POST', '/api/tokens', body)).status).toBe(422);
  });

  it('should belong to their owner alone', async () => {
    const who = await register(site);
    const { body } = await who.call<Token>('POST', '/api/tokens', { name: 'mine', scopes: ['read'] });
    const stranger = await register(site, newPerson('stranger'));
    expect((await stranger.call('DELETE', `/api/tokens/${body.id}`)).status).toBe(404);
    expect((await stranger.call<{ items: Token[] }>('GET', '/api/tokens')).body.items).toEqual([]);
  });
});
