import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { exportJWK, type JSONWebKeySet, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';
import { Clock } from '#libs/kernel';
import { OidcTokenVerifier } from './oidc-token-verifier.js';

const ISSUER = 'https://cairn.example/realms/cairn';
const START = new Date();

class TestClock extends Clock {
  ahead = 0;
  now(): Date {
    return new Date(START.getTime() + this.ahead * 1000);
  }
}

const ours = generateKeyPairSync('rsa', { modulusLength: 2048 });
const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 });
const seconds = Math.floor(START.getTime() / 1000);
const CLAIMS = {
  iss: ISSUER,
  aud: 'cairn-api',
  sub: 'account-1',
  typ: 'Bearer',
  azp: 'cairn-native',
  sid: 'sid-1',
  jti: 'jti-1',
  scope: 'openid read write',
  realm_access: { roles: ['moderator'] },
  preferred_username: 'ada',
  name: 'Ada',
  email: 'Ada@Example.org',
  email_verified: true,
  iat: seconds - 10,
  exp: seconds + 300,
};

async function publish(...keys: { kid: string; key: KeyObject }[]): Promise<JSONWebKeySet> {
  return { keys: await Promise.all(keys.map(async ({ kid, key }) => ({ ...(await exportJWK(key)), kid, use: 'sig', alg: 'RS256' }))) };
}

async function setup(options: { down?: boolean } = {}) {
  const clock = new TestClock();
  const state = { fetches: 0, down: options.down ?? false, published: await publish({ kid: 'k1', key: ours.publicKey }) };
  const keys = async () => {
    state.fetches++;
    await new Promise((resolve) => setImmediate(resolve));
    if (state.down) throw new Error('connect ECONNREFUSED');
    return state.published;
  };
  const verifier = new OidcTokenVerifier({ issuerKey: 'builtin', issuer: () => ISSUER, audience: 'cairn-api', keys, clock });
  return { verifier, clock, state };
}

function sign(claims: JWTPayload, header: Partial<JWTHeaderParameters> = {}, key: KeyObject = ours.privateKey): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k1', typ: 'JWT', ...header }).sign(key);
}

function without(claim: keyof typeof CLAIMS): JWTPayload {
  return Object.fromEntries(Object.entries(CLAIMS).filter(([name]) => name !== claim));
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

describe('OidcTokenVerifier', () => {
  it('should tell who a sound token speaks for', async () => {
    const { verifier } = await setup();
    await expect(verifier.verify(await sign(CLAIMS))).resolves.toEqual({
      issuerKey: 'builtin',
      sub: 'account-1',
      sid: 'sid-1',
      jti: 'jti-1',
      clientId: 'cairn-native',
      scopes: ['openid', 'read', 'write'],
      roles: ['moderator'],
      profile: { handle: 'ada', displayName: 'Ada', email: 'ada@example.org', emailVerified: true },
      issuedAt: CLAIMS.iat,
      expiresAt: CLAIMS.exp,
    });
  });

  it('should take one of several audiences', async () => {
    const { verifier } = await setup();
    await expect(verifier.verify(await sign({ ...CLAIMS, aud: ['account', 'cairn-api'] }))).resolves.toMatchObject({ sub: 'account-1' });
  });

  describe('when the token is forged', () => {
    const publicPem = ours.publicKey.export({ type: 'spki', format: 'pem' });
    const hmac = (secret: string | Buffer): string => {
      const signed = `${encode({ alg: 'HS256', kid: 'k1' })}.${encode(CLAIMS)}`;
      return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
    };
    const forgeries: [string, () => string | Promise<string>][] = [
      ['alg none without a signature', () => `${encode({ alg: 'none', kid: 'k1' })}.${encode(CLAIMS)}.`],
      ['alg None in another case, our signature kept', async () => `${encode({ alg: 'nOnE', kid: 'k1' })}.${(await sign(CLAIMS)).split('.').slice(1).join('.')}`],
      ['HS256 with our public key as PEM', () => hmac(publicPem)],
      ['HS256 with our public key as DER', () => hmac(ours.publicKey.export({ type: 'spki', format: 'der' }))],
      ['PS256 with our own key', () => sign(CLAIMS, { alg: 'PS256' })],
      ['RS512 with our own key', () => sign(CLAIMS, { alg: 'RS512' })],
      ['a foreign key under our id', () => sign(CLAIMS, {}, foreign.privateKey)],
      ['a foreign key carried in the header', async () => sign(CLAIMS, { jwk: await exportJWK(foreign.publicKey) }, foreign.privateKey)],
      ['a key URL in the header', () => sign(CLAIMS, { jku: 'https://evil.example/keys', kid: 'evil' }, foreign.privateKey)],
      ['an unknown key id', () => sign(CLAIMS, { kid: 'k2' })],
      ['a path as key id', () => sign(CLAIMS, { kid: '../../../dev/null' })],
      ['__proto__ as key id', () => sign(CLAIMS, { kid: '__proto__' })],
      ['no key id', () => sign(CLAIMS, { kid: undefined })],
      ['an unknown critical header', () => new SignJWT(CLAIMS).setProtectedHeader({ alg: 'RS256', kid: 'k1', crit: ['x'], x: 1 }).sign(ours.privateKey, { crit: { x: true } })],
      ['no exp', () => sign(without('exp'))],
      ['no iat', () => sign(without('iat'))],
      ['no sub', () => sign(without('sub'))],
      ['an empty sub', () => sign({ ...CLAIMS, sub: '' })],
      ['exp as text', () => sign({ ...CLAIMS, exp: '99999999999' as unknown as number })],
      ['exp before iat', () => sign({ ...CLAIMS, iat: seconds, exp: seconds })],
      ['nbf ahead', () => sign({ ...CLAIMS, nbf: seconds + 60 })],
      ['iat ahead', () => sign({ ...CLAIMS, iat: seconds + 60 })],
      ['another issuer', () => sign({ ...CLAIMS, iss: 'https://cairn.example/realms/other' })],
      ['no issuer', () => sign(without('iss'))],
      ['another audience', () => sign({ ...CLAIMS, aud: 'account' })],
      ['no audience', () => sign(without('aud'))],
      ['an ID token', () => sign({ ...CLAIMS, typ: 'ID' })],
      ['no typ', () => sign(without('typ'))],
      ['a changed payload', async () => {
        const [header, , signature] = (await sign(CLAIMS)).split('.');
        return `${header}.${encode({ ...CLAIMS, sub: 'account-2' })}.${signature}`;
      }],
      ['two parts', async () => (await sign(CLAIMS)).split('.').slice(0, 2).join('.')],
      ['no token at all', () => ''],
      ['a text of 20,000 characters', () => 'a'.repeat(20_000)],
      ['broken base64', () => '%%%.%%%.%%%'],
    ];

    it.each(forgeries)('should refuse %s', async (_name, forge) => {
      const { verifier } = await setup();
      const jwt = await forge();
      await expect(verifier.verify(jwt)).rejects.toMatchObject({ code: expect.stringMatching(/^AUTH\.TOKEN_(INVALID|EXPIRED)$/) });
    });
  });

  it('should refuse a token once it has expired, also when it was taken a moment before', async () => {
    const { verifier, clock } = await setup();
    // keycloak-connect reads the machine's clock, so the end is far enough away for a slow machine.
    const jwt = await sign({ ...CLAIMS, exp: seconds + 120 });
    await verifier.verify(jwt);
    clock.ahead = 118;
    await verifier.verify(jwt);
    clock.ahead = 121;
    await expect(verifier.verify(jwt)).rejects.toMatchObject({ code: 'AUTH.TOKEN_EXPIRED' });
  });

  it('should not let one good token vouch for another that differs in a byte', async () => {
    const { verifier } = await setup();
    const jwt = await sign(CLAIMS);
    await verifier.verify(jwt);
    await expect(verifier.verify(`${jwt.slice(0, -4)}AAAA`)).rejects.toMatchObject({ code: 'AUTH.TOKEN_INVALID' });
  });

  it('should forget its verdict within 5 s', async () => {
    const { verifier, clock, state } = await setup();
    const jwt = await sign(CLAIMS);
    await verifier.verify(jwt);
    state.published = await publish({ kid: 'k2', key: foreign.publicKey });
    clock.ahead = 4;
    await expect(verifier.verify(jwt)).resolves.toMatchObject({ sub: 'account-1' });
    clock.ahead = 120;
    await verifier.verify(await sign(CLAIMS, { kid: 'k2' }, foreign.privateKey));
    await expect(verifier.verify(jwt)).rejects.toMatchObject({ code: 'AUTH.TOKEN_INVALID' });
  });

  describe('when it looks for keys', () => {
    it('should ask the issuer once for many tokens at once', async () => {
      const { verifier, state } = await setup();
      const tokens = await Promise.all(Array.from({ length: 20 }, (_, i) => sign({ ...CLAIMS, jti: `j${i}` })));
      await Promise.all(tokens.map((jwt) => verifier.verify(jwt)));
      expect(state.fetches).toBe(1);
    });

    it('should find a key that was published after the last look, a second later', async () => {
      const { verifier, clock, state } = await setup();
      await verifier.verify(await sign(CLAIMS));
      state.published = await publish({ kid: 'k1', key: ours.publicKey }, { kid: 'k2', key: foreign.publicKey });
      clock.ahead = 1;
      await expect(verifier.verify(await sign(CLAIMS, { kid: 'k2' }, foreign.privateKey))).resolves.toMatchObject({ sub: 'account-1' });
    });

    it('should not ask again for every made-up key id', async () => {
      const { verifier, state } = await setup();
      await verifier.verify(await sign(CLAIMS));
      const made = await Promise.all(Array.from({ length: 20 }, (_, i) => sign(CLAIMS, { kid: `made-up-${i}` })));
      const verdicts = await Promise.allSettled(made.map((jwt) => verifier.verify(jwt)));
      expect(verdicts.map(({ status }) => status)).toEqual(made.map(() => 'rejected'));
      expect(state.fetches).toBe(2);
    });

    it('should take a token of a new key although somebody asked for another key a moment before', async () => {
      const { verifier, state } = await setup();
      await verifier.verify(await sign(CLAIMS));
      const madeUp = verifier.verify(await sign(CLAIMS, { kid: 'made-up' })).catch((error: unknown) => error);
      state.published = await publish({ kid: 'k2', key: foreign.publicKey });
      await expect(verifier.verify(await sign(CLAIMS, { kid: 'k2' }, foreign.privateKey))).resolves.toMatchObject({ sub: 'account-1' });
      await expect(madeUp).resolves.toMatchObject({ code: 'AUTH.TOKEN_INVALID' });
      expect(state.fetches).toBe(2);
    });

    it('should not judge a token of an unknown key while the issuer is down', async () => {
      const { verifier, state } = await setup();
      await verifier.verify(await sign(CLAIMS));
      state.down = true;
      await expect(verifier.verify(await sign(CLAIMS, { kid: 'k2' }, foreign.privateKey))).rejects.toMatchObject({ code: 'AUTH.SIGN_IN_UNAVAILABLE' });
    });

    it('should go on with the keys it knows while the issuer is down', async () => {
      const { verifier, clock, state } = await setup();
      await verifier.verify(await sign(CLAIMS));
      state.down = true;
      clock.ahead = 200;
      await expect(verifier.verify(await sign({ ...CLAIMS, jti: 'later' }))).resolves.toMatchObject({ jti: 'later' });
    });

    it('should be unavailable, not refuse, when it never saw a key', async () => {
      const { verifier, state } = await setup({ down: true });
      await expect(verifier.verify(await sign(CLAIMS))).rejects.toMatchObject({ code: 'AUTH.SIGN_IN_UNAVAILABLE' });
      state.down = false;
      await expect(verifier.verify(await sign(CLAIMS))).resolves.toMatchObject({ sub: 'account-1' });
    });
  });
});
