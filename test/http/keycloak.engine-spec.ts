import { randomBytes } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type KeycloakRealm, keycloakRealm } from '#libs/sign-in/testing';
import { eventually } from '#libs/testing';
import { CreateToken } from '../../src/modules/identity/commands/create-token.js';
import { CreateUser } from '../../src/modules/identity/commands/create-user.js';
import { askForTokens, callApi, FormBrowser, logIn, logInApp, newPerson, type Person, register, type SignedIn } from '../support/sign-in.js';
import { freePort } from '../support/start-cairn.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import { TestSite } from '../support/test-site.js';

interface Member {
  handle: string;
  displayName: string;
  role: string;
}

/** The whole API on a Keycloak of flesh and blood. */
describe('a site that signs people in through Keycloak', () => {
  let realm: KeycloakRealm;
  let proxy: TcpProxy;
  let site: TestSite<NestFastifyApplication>;
  let url: string;

  beforeAll(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    realm = await keycloakRealm({ publicUrl: url });
    proxy = await TcpProxy.before(Number(new URL(realm.url).port));
    site = await TestSite.openProgram({ PORT: String(port), PUBLIC_URL: url, ...realm.env, KEYCLOAK_BACKCHANNEL_URL: proxy.url });
    await site.app.listen(port, '127.0.0.1');
  });
  afterEach(() => proxy.restore());
  afterAll(async () => {
    await site.close();
    await proxy.cut();
    await realm.drop();
  });

  const memberOf = async (headers: Record<string, string>): Promise<Member | null> => (await callApi<{ member: Member | null }>(`${url}/api/session`, 'GET', headers)).body.member;
  const bySession = ({ cookie }: SignedIn): Promise<Member | null> => memberOf({ cookie });
  const byToken = async (token: string): Promise<number> => (await callApi(`${url}/api/session`, 'GET', { authorization: `Bearer ${token}` })).status;
  const subOf = async ({ email }: Person): Promise<string> => (await realm.admin<{ id: string }[]>('GET', `/users?email=${email}&exact=true`)).body[0]!.id;

  /** Uses the session when it is due to ask Keycloak, until what comes of it is as expected. */
  async function afterRefresh(who: SignedIn, expected: unknown): Promise<void> {
    await site.db.query('update identity.sessions set refresh_due_at = now() where refresh_due_at is not null');
    await eventually(async () => expect(await bySession(who)).toEqual(expected));
  }

  async function giveRole(person: Person, name: string, method: 'POST' | 'DELETE' = 'POST'): Promise<void> {
    const { body: role } = await realm.admin('GET', `/roles/${name}`);
    await realm.admin(method, `/users/${await subOf(person)}/role-mappings/realm`, [role]);
  }

  it('should make a member of (issuer, sub) at the first log-in, and serve no issuer of its own', async () => {
    const { person } = await register(url);
    expect(await site.db.query('select issuer_key, sub, email from identity.identities where email = $1', [person.email])).toEqual([{ issuer_key: realm.issuer, sub: await subOf(person), email: person.email }]);
    for (const path of ['/realms/cairn/.well-known/openid-configuration', '/realms/cairn/protocol/openid-connect/auth']) expect((await callApi(url + path, 'GET', {})).status).toBe(404);
  });

  it('should find another handle for somebody whose name is taken here', async () => {
    const person = newPerson('twin');
    await site.member(person.handle);
    // The next wish is the name that is shown.
    expect(await bySession(await register(url, person))).toMatchObject({ handle: 'the-twin', displayName: 'The twin' });
  });

  it('should take roles over from the realm, at the log-in and at each refresh', async () => {
    const who = await register(url);
    expect(await bySession(who)).toMatchObject({ role: 'learner' });
    await giveRole(who.person, 'moderator');
    await afterRefresh(who, expect.objectContaining({ role: 'moderator' }));
    await giveRole(who.person, 'admin');
    expect(await bySession(await logIn(url, who.person))).toMatchObject({ role: 'admin' });
    await giveRole(who.person, 'admin', 'DELETE');
    await giveRole(who.person, 'moderator', 'DELETE');
    await afterRefresh(who, expect.objectContaining({ role: 'learner' }));
  });

  it('should keep name and address in step', async () => {
    const who = await register(url);
    const email = `moved-${randomBytes(4).toString('hex')}@example.org`;
    await realm.admin('PUT', `/users/${await subOf(who.person)}`, { email, firstName: 'Ada', lastName: 'Lovelace', emailVerified: true });
    await afterRefresh(who, expect.objectContaining({ displayName: 'Ada Lovelace' }));
    expect((await who.call<{ email: string }>('GET', '/api/users/me')).body.email).toBe(email);
  });

  it('should end what hangs on a sign-in that Keycloak ends, tokens of apps included, and nothing else', async () => {
    const who = await register(url);
    const app = await logInApp(url, who.person);
    const bystander = await register(url);
    expect([await byToken(app.access_token), await bySession(who)]).toEqual([200, expect.anything()]);
    await realm.admin('POST', `/users/${await subOf(who.person)}/logout`);
    await eventually(async () => expect([await byToken(app.access_token), await bySession(who)]).toEqual([401, null]));
    expect(await bySession(bystander)).not.toBeNull();
    expect(await site.db.query(`select count(*)::int as told from events.outbox where type = 'session.revoked.v1' and data->>'memberId' = (select member_id::text from identity.identities where email = $1)`, [who.person.email])).toEqual([{ told: 2 }]);
  });

  it('should end the session of somebody who logs out at Keycloak in the browser', async () => {
    const who = await register(url);
    const out = await who.browser.visit(`${realm.issuer}/protocol/openid-connect/logout?client_id=cairn-web`);
    await who.browser.submit(out, {});
    await eventually(async () => expect(await bySession(who)).toBeNull());
  });

  it('should end sessions that Keycloak refuses to go on with', async () => {
    const who = await register(url);
    await realm.admin('PUT', `/users/${await subOf(who.person)}`, { enabled: false });
    await afterRefresh(who, null);
  });

  it('should fail no request while Keycloak changes its keys', async () => {
    const { person } = await register(url);
    const before = await logInApp(url, person);
    const statuses = new Set<number>();
    let isDone = false;
    const load = Promise.all(
      Array.from({ length: 4 }, async () => {
        while (!isDone) statuses.add(await byToken(before.access_token));
      }),
    );
    const config = { priority: ['200'], enabled: ['true'], active: ['true'], algorithm: ['RS256'], keySize: ['2048'] };
    await realm.admin('POST', '/components', { name: 'new-keys', providerId: 'rsa-generated', providerType: 'org.keycloak.keys.KeyProvider', config });
    const { status, body: after } = await askForTokens(realm.issuer, { grant_type: 'refresh_token', refresh_token: before.refresh_token });
    const kids = [before, after].map((tokens) => (JSON.parse(Buffer.from(tokens.access_token.split('.')[0]!, 'base64url').toString()) as { kid: string }).kid);
    expect([status, new Set(kids).size]).toEqual([200, 2]);
    for (let n = 0; n < 20; n++) statuses.add(await byToken(after.access_token));
    isDone = true;
    await load;
    expect([...statuses]).toEqual([200]);
  });

  it('should make accounts with their role for the command line', async () => {
    const { handle, email, displayName, password } = newPerson('made');
    await site.get(CreateUser).execute({ handle, email, displayName, password, role: 'moderator' });
    const who = await logIn(url, { handle, email, displayName, password });
    expect(await bySession(who)).toMatchObject({ handle, displayName, role: 'moderator' });
    await expect(site.get(CreateUser).execute({ handle: `${handle}-b`, email, role: 'learner' })).rejects.toMatchObject({ code: 'AUTH.ACCOUNT_EXISTS' });
  });

  describe.each([
    ['does not listen', (): Promise<void> => proxy.cut()],
    ['does not answer', async (): Promise<void> => proxy.silence()],
  ])('while Keycloak %s', (_name, takeAway) => {
    it('should let everybody go on who is signed in, and say that signing in must wait', async () => {
      const who = await register(url);
      const app = await logInApp(url, who.person);
      expect(await byToken(app.access_token)).toBe(200);
      const { token } = await site.get(CreateToken).execute({ handle: who.person.handle, scopes: ['read'] });
      await takeAway();
      // The last good look at Keycloak is remembered for a moment.
      const start = (): ReturnType<typeof callApi<string>> => callApi<string>(`${url}/auth/login`, 'GET', { accept: 'text/html' });
      await eventually(async () => expect((await start()).status).toBe(503));
      const page = await start();
      expect([page.headers.get('retry-after'), page.body]).toEqual([expect.stringMatching(/^\d+$/), expect.stringContaining('Sign-in is not available')]);
      await site.db.query('update identity.sessions set refresh_due_at = now() where refresh_due_at is not null');
      expect([await byToken(app.access_token), await byToken(token)]).toEqual([200, 200]);
      expect(await bySession(who)).toMatchObject({ handle: who.person.handle });
      expect((await callApi<{ status: string; checks: object[] }>(`${url}/health/ready`, 'GET', {})).status).toBe(200);
      await proxy.restore();
      await eventually(async () => expect((await start()).status).toBe(303));
      expect(await bySession(await logIn(url, who.person))).toMatchObject({ handle: who.person.handle });
    });

    it('should answer a log-in on its way back with a page, and take it the next time', async () => {
      const { person } = await register(url);
      const browser = new FormBrowser();
      const form = await browser.visit(`${url}/auth/login`);
      await takeAway();
      const landed = await browser.submit(form, { username: person.email, password: person.password });
      expect([landed.status, landed.headers.get('retry-after')]).toEqual([503, expect.stringMatching(/^\d+$/)]);
      await proxy.restore();
      await eventually(async () => expect(await bySession(await logIn(url, person, { browser }))).toMatchObject({ handle: person.handle }));
    });
  });
});

it('should say what to do when our service account may only look', async () => {
  const realm = await keycloakRealm({ publicUrl: 'http://127.0.0.1:1', readOnly: true });
  const site = await TestSite.openProgram({ PUBLIC_URL: 'http://127.0.0.1:1', ...realm.env });
  const attempt = site.get(CreateUser).execute({ handle: 'clio', email: 'clio@example.org', role: 'learner' });
  await expect(attempt).rejects.toMatchObject({ code: 'AUTH.ACCOUNTS_ELSEWHERE', message: expect.stringMatching(/admin console .* manage-users/) });
  await site.close();
  await realm.drop();
});
