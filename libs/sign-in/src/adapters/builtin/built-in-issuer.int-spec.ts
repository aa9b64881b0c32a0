import { decodeJwt, decodeProtectedHeader } from 'jose';
import { AheadClock, askForTokens, FormBrowser, redeemCode, signInApp, startCodeFlow, submitLogIn } from '../../../testing/index.js';
import { issuerSite, type IssuerSite } from '../../../testing/issuer-site.js';

const PASSWORD = 'glacier umbrella tin';
const ada = { email: 'ada@example.org', password: PASSWORD };

describe('the built-in issuer', () => {
  let site: IssuerSite;
  let sub: string;
  const clock = new AheadClock();
  const printed: unknown[][] = [];
  const { console: original } = globalThis;

  beforeAll(async () => {
    // By hand: Jest's own spies are restored after each test. oidc-provider complains of its defaults through these two.
    const record = (...line: unknown[]): void => void printed.push(line);
    globalThis.console = Object.assign(Object.create(original) as Console, { info: record, warn: record });
    site = await issuerSite({ clock });
    sub = await site.builtIn.accounts.createAccount({ ...ada, emailVerified: true, handle: 'ada', displayName: 'Ada' });
  });

  afterAll(async () => {
    globalThis.console = original;
    await site.close();
  });

  const post = (path: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${site.issuer}${path}`, { method: 'POST', body: new URLSearchParams(form), headers, redirect: 'manual' });
  const refresh = (token: string) => askForTokens(site.issuer, { grant_type: 'refresh_token', refresh_token: token });

  it('should describe itself as Keycloak does', async () => {
    const response = await fetch(`${site.issuer}/.well-known/openid-configuration`);
    const at = (path: string): string => `${site.issuer}/protocol/openid-connect/${path}`;
    await expect(response.json()).resolves.toMatchObject({
      issuer: site.issuer,
      authorization_endpoint: at('auth'),
      token_endpoint: at('token'),
      jwks_uri: at('certs'),
      userinfo_endpoint: at('userinfo'),
      end_session_endpoint: at('logout'),
      revocation_endpoint: at('revoke'),
      introspection_endpoint: at('token/introspect'),
      code_challenge_methods_supported: ['S256'],
      response_types_supported: ['code'],
    });
  });

  it('should publish public keys only', async () => {
    const { keys } = (await (await fetch(`${site.issuer}/protocol/openid-connect/certs`)).json()) as { keys: object[] };
    expect(keys).toHaveLength(1);
    expect(Object.keys(keys[0]!).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
  });

  describe('when an app signs somebody in', () => {
    it('should give tokens that say who it is, with the member row first', async () => {
      const before = await signInApp(site.issuer, new FormBrowser(), ada);
      expect(decodeProtectedHeader(before.access_token).alg).toBe('RS256');
      expect(decodeJwt(before.access_token)).toMatchObject({
        iss: site.issuer,
        aud: 'cairn-api',
        sub,
        typ: 'Bearer',
        azp: 'cairn-native',
        scope: 'read write',
        preferred_username: 'ada',
        realm_access: { roles: [] },
      });
      site.members.members.set(sub, { handle: 'lovelace', displayName: 'Ada L.', role: 'moderator' });
      const after = await signInApp(site.issuer, new FormBrowser(), ada);
      expect(decodeJwt(after.access_token)).toMatchObject({ preferred_username: 'lovelace', name: 'Ada L.', realm_access: { roles: ['moderator'] } });
      site.members.members.clear();
    });

    it('should leave out what was not asked for', async () => {
      const tokens = await signInApp(site.issuer, new FormBrowser(), ada, { scope: 'openid read' });
      const claims = decodeJwt(tokens.access_token);
      expect(claims['scope']).toBe('read');
      expect(claims).not.toHaveProperty('email');
      expect(claims).not.toHaveProperty('preferred_username');
    });

    it.each(['http://127.0.0.1:61234/callback', 'http://[::1]:9/callback', 'http://127.0.0.1/callback', 'cairn://callback'])('should redirect to %s', async (redirectUri) => {
      await expect(signInApp(site.issuer, new FormBrowser(), ada, { redirectUri })).resolves.toHaveProperty('refresh_token');
    });

    it.each(['http://127.0.0.1:61234/other', 'http://evil.example/callback', 'https://127.0.0.1/callback', 'evil://callback', 'cairn://callback/x'])(
      'should not redirect to %s',
      async (redirectUri) => {
        const flow = startCodeFlow(site.issuer, { redirectUri });
        const visit = await new FormBrowser().visit(flow.authorizationUrl, { stopAt: (url) => !url.startsWith(site.publicUrl) });
        expect(visit).toMatchObject({ status: 400, url: flow.authorizationUrl });
        expect(visit.body).toContain('This did not work');
      },
    );

    it('should insist on PKCE with S256, and on the verifier', async () => {
      const flow = startCodeFlow(site.issuer);
      const stopAt = (url: string): boolean => url.startsWith(flow.redirectUri);
      for (const challenge of [{ code_challenge: null }, { code_challenge_method: 'plain' }]) {
        const url = new URL(flow.authorizationUrl);
        for (const [name, value] of Object.entries(challenge)) {
          if (value === null) url.searchParams.delete(name);
          else url.searchParams.set(name, value);
        }
        const visit = await new FormBrowser().visit(url.href, { stopAt });
        expect(visit.url).toContain('error=invalid_request');
      }
      const browser = new FormBrowser();
      const end = await submitLogIn(browser, await browser.visit(flow.authorizationUrl, { stopAt }), ada, { stopAt });
      const code = new URL(end.url).searchParams.get('code')!;
      await expect(redeemCode(site.issuer, { ...flow, codeVerifier: 'x'.repeat(43) }, code)).resolves.toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    });

    it('should not register clients, nor know others', async () => {
      const visit = await new FormBrowser().visit(startCodeFlow(site.issuer, { clientId: 'somebody' }).authorizationUrl);
      expect(visit.status).toBe(400);
      expect((await post('/reg', { redirect_uris: 'https://evil.example/' })).status).toBe(404);
    });

    it('should answer prompt=none without asking', async () => {
      const browser = new FormBrowser();
      const flow = startCodeFlow(site.issuer, { extra: { prompt: 'none' } });
      const stopAt = (url: string): boolean => url.startsWith(flow.redirectUri);
      expect((await browser.visit(flow.authorizationUrl, { stopAt })).url).toContain('error=login_required');
      await signInApp(site.issuer, browser, ada);
      expect((await browser.visit(flow.authorizationUrl, { stopAt })).url).toContain('code=');
    });
  });

  describe('when a refresh token is used', () => {
    it('should give another one each time', async () => {
      const first = await signInApp(site.issuer, new FormBrowser(), ada);
      const second = await refresh(first.refresh_token);
      expect(second.status).toBe(200);
      expect(second.body.refresh_token).not.toBe(first.refresh_token);
      expect(decodeJwt(second.body.access_token)['sid']).toBe(decodeJwt(first.access_token)['sid']);
    });

    it('should take the whole family back when one is used twice, and tell the site', async () => {
      const first = await signInApp(site.issuer, new FormBrowser(), ada);
      const second = await refresh(first.refresh_token);
      await expect(refresh(first.refresh_token)).resolves.toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
      await expect(refresh(second.body.refresh_token)).resolves.toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
      expect(site.members.endedSids).toContain(decodeJwt(first.access_token)['sid']);
    });

    it('should let only one of eight win that use it at the same time, and no family be left', async () => {
      const first = await signInApp(site.issuer, new FormBrowser(), ada);
      const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(first.refresh_token)));
      const won = answers.filter(({ status }) => status === 200);
      expect(won.length).toBeLessThanOrEqual(1);
      expect(answers.filter(({ status }) => status === 400)).toHaveLength(8 - won.length);
      for (const { body } of won) await expect(refresh(body.refresh_token)).resolves.toMatchObject({ status: 400 });
    });

    it('should refuse one of another client', async () => {
      const { refresh_token: token } = await signInApp(site.issuer, new FormBrowser(), ada);
      await expect(site.signIn.refresh(token)).rejects.toMatchObject({ code: 'AUTH.SIGN_IN_REFUSED' });
    });

    it('should take it back on request', async () => {
      const { refresh_token: token } = await signInApp(site.issuer, new FormBrowser(), ada);
      expect((await post('/protocol/openid-connect/revoke', { client_id: 'cairn-native', token })).status).toBe(200);
      expect((await refresh(token)).status).toBe(400);
    });
  });

  describe('when the token endpoints are asked', () => {
    it('should tell who an access token belongs to', async () => {
      const { access_token: token } = await signInApp(site.issuer, new FormBrowser(), ada);
      const url = `${site.issuer}/protocol/openid-connect/userinfo`;
      const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
      await expect(response.json()).resolves.toEqual({ sub, preferred_username: 'ada', name: 'Ada', email: 'ada@example.org', email_verified: true });
      for (const authorization of ['', 'Bearer x', `Basic ${token}`]) {
        const refused = await fetch(url, { headers: { authorization } });
        expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, expect.stringContaining('Bearer')]);
      }
    });

    it('should tell our own server alone whether a token still stands', async () => {
      const tokens = await signInApp(site.issuer, new FormBrowser(), ada);
      const { id, secret } = site.builtIn.webClient;
      const ask = async (credentials: Record<string, string>) => (await post('/protocol/openid-connect/token/introspect', { token: tokens.access_token, ...credentials })).json();
      await expect(ask({ client_id: id, client_secret: secret })).resolves.toMatchObject({ active: true, sub, client_id: 'cairn-native' });
      await expect(ask({ client_id: id, client_secret: 'guessed' })).resolves.toEqual({ error: 'invalid_client' });
      await expect(ask({ client_id: 'cairn-native' })).resolves.toEqual({ active: false });
      await post('/protocol/openid-connect/revoke', { client_id: 'cairn-native', token: tokens.refresh_token });
      await expect(ask({ client_id: id, client_secret: secret })).resolves.toEqual({ active: false });
    });
  });

  describe('when somebody logs out at the issuer', () => {
    const logout = (query: Record<string, string>): string => `${site.issuer}/protocol/openid-connect/logout?${new URLSearchParams(query)}`;

    it('should ask first, without script, then take everything back', async () => {
      const browser = new FormBrowser();
      const tokens = await signInApp(site.issuer, browser, ada);
      const page = await browser.visit(logout({ client_id: 'cairn-native' }));
      expect(page.body).toContain('Log out?');
      expect(page.body).not.toContain('<script');
      const end = await browser.submit(page, { logout: 'yes' });
      expect(end.body).toContain('You are logged out');
      expect((await refresh(tokens.refresh_token)).status).toBe(400);
      expect(site.members.endedSids).toContain(decodeJwt(tokens.access_token)['sid']);
    });

    it('should not ask a client that knows who it is, and send the browser back', async () => {
      const browser = new FormBrowser();
      const tokens = await signInApp(site.issuer, browser, ada);
      const target = 'cairn://callback';
      const visit = await browser.visit(logout({ id_token_hint: tokens.id_token!, post_logout_redirect_uri: target, state: 's1' }), { stopAt: (url) => url.startsWith(target) });
      expect(visit.url).toBe('cairn://callback?state=s1');
      expect((await refresh(tokens.refresh_token)).status).toBe(400);
    });

    it('should send on who is not logged in, to registered addresses only', async () => {
      const visit = await new FormBrowser().visit(logout({ client_id: 'cairn-web', post_logout_redirect_uri: `${site.publicUrl}/` }), { stopAt: (url) => url === `${site.publicUrl}/` });
      expect(visit.url).toBe(`${site.publicUrl}/`);
      expect((await new FormBrowser().visit(logout({ client_id: 'cairn-web', post_logout_redirect_uri: 'https://evil.example/' }))).status).toBe(400);
    });
  });

  describe('when it keeps secrets', () => {
    it('should store no token, code, cookie or private key in the clear', async () => {
      const browser = new FormBrowser();
      const tokens = await signInApp(site.issuer, browser, ada);
      const cookie = browser.cookie('cairn_sso')!;
      const rows = await site.database.query<{ row: string }>(
        `select p::text as row from sign_in.payloads p union all select k::text from sign_in.signing_keys k union all select a::text from sign_in.accounts a`,
      );
      const all = rows.map(({ row }) => row).join('\n');
      const hex = (text: string): string => Buffer.from(text).toString('hex');
      for (const secret of [tokens.refresh_token, cookie, PASSWORD, '"d":']) {
        expect(all).not.toContain(secret);
        expect(all).not.toContain(hex(secret));
      }
    });

    it('should refuse to start on keys that were sealed under another secret', async () => {
      const stranger = site.secondProcess('another secret than the first one had');
      await expect(stranger.keys.current()).rejects.toThrow('CAIRN_SECRET');
    });

    it('should share one first key between processes that start at once', async () => {
      const other = await issuerSite();
      const sets = await Promise.all([other.builtIn, other.secondProcess(), other.secondProcess()].map((process) => process.keys.current()));
      expect(new Set(sets.map(({ id }) => id)).size).toBe(1);
      await other.close();
    });

    it('should change keys without a failed request: old tokens stay good, new ones carry the new key', async () => {
      const before = await signInApp(site.issuer, new FormBrowser(), ada);
      const kid = await site.builtIn.keys.rotate({ signsAfterSeconds: 60, retireAfterSeconds: 3600 });
      const between = await signInApp(site.issuer, new FormBrowser(), ada);
      expect(decodeProtectedHeader(between.access_token).kid).toBe(decodeProtectedHeader(before.access_token).kid);
      clock.aheadMs = 61_000;
      const after = await signInApp(site.issuer, new FormBrowser(), ada);
      expect(decodeProtectedHeader(after.access_token).kid).toBe(kid);
      await expect(site.verifier.verify(before.access_token)).resolves.toMatchObject({ sub });
      await expect(site.verifier.verify(after.access_token)).resolves.toMatchObject({ sub });
      expect((await refresh(before.refresh_token)).status).toBe(200);
      clock.aheadMs = 3601_000;
      expect((await site.builtIn.publicKeys()).keys.map((key) => key.kid)).toEqual([kid]);
      clock.aheadMs = 0;
    });
  });

  it('should speak of its public address whatever the request says', async () => {
    const other = await issuerSite({ publicUrl: 'https://learn.example.org' });
    const headers = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' };
    const discovery = (await (await fetch(`${other.issuer}/.well-known/openid-configuration`, { headers })).json()) as Record<string, string>;
    expect(discovery['token_endpoint']).toBe('https://learn.example.org/realms/cairn/protocol/openid-connect/token');
    const url = startCodeFlow(other.issuer).authorizationUrl;
    const response = await fetch(url, { redirect: 'manual', headers });
    expect(response.headers.get('location')).toMatch(/^\/realms\/cairn\/interaction\//);
    expect(response.headers.getSetCookie().every((cookie) => /; secure/i.test(cookie) && /; httponly/i.test(cookie) && /; samesite=lax/i.test(cookie))).toBe(true);
    await other.close();
  });

  it('should be unavailable, never at fault, while the database is down, and go on with the keys it knows', async () => {
    const tokens = await signInApp(site.issuer, new FormBrowser(), ada);
    const page = await new FormBrowser().visit(startCodeFlow(site.issuer).authorizationUrl);
    const errors = site.logger.lines.filter(({ level }) => level === 'error').length;
    site.reader.isDown = true;
    const cookie = { cookie: 'cairn_interaction=x' };
    const answers = [
      await refresh(tokens.refresh_token),
      await fetch(page.url, { headers: cookie }),
      await fetch(`${site.issuer}/account/reset?token=x`, { method: 'POST', body: new URLSearchParams({ token: 'x', password: PASSWORD }) }),
      await post('/protocol/openid-connect/logout', { client_id: 'cairn-native', refresh_token: tokens.refresh_token }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([503, 400, 503, 503]);
    await expect(site.verifier.verify(tokens.access_token)).resolves.toMatchObject({ sub });
    await expect(site.signIn.refresh(tokens.refresh_token)).rejects.toMatchObject({ code: 'AUTH.SIGN_IN_UNAVAILABLE' });
    site.reader.isDown = false;
    expect((await refresh(tokens.refresh_token)).status).toBe(200);
    expect(site.logger.lines.filter(({ level }) => level === 'error')).toHaveLength(errors);
  });

  it('should have printed nothing: no default of the library was left in place', () => {
    expect(printed).toEqual([]);
  });
});
