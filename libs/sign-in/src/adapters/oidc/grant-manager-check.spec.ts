import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type JWTPayload, SignJWT } from 'jose';
import { GrantManagerCheck } from './grant-manager-check.js';

const ISSUER = 'https://cairn.example/realms/cairn';
const ours = generateKeyPairSync('rsa', { modulusLength: 2048 });
const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 });
const now = Math.floor(Date.now() / 1000);
const CLAIMS = { iss: ISSUER, aud: 'cairn-api', sub: 'a', typ: 'Bearer', iat: now, exp: now + 60 };

function sign(claims: JWTPayload, key: KeyObject = ours.privateKey, alg = 'RS256'): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg, kid: 'k1' }).sign(key);
}

describe('GrantManagerCheck', () => {
  const check = new GrantManagerCheck(ISSUER, 'cairn-api', async (kid) => (kid === 'k1' ? ours.publicKey : null));

  it('should agree with a sound token', async () => {
    await expect(check.assertValid(await sign(CLAIMS))).resolves.toBeUndefined();
  });

  it.each([
    ['another issuer', () => sign({ ...CLAIMS, iss: 'https://cairn.example/realms/other' })],
    ['another audience', () => sign({ ...CLAIMS, aud: 'account' })],
    ['another type', () => sign({ ...CLAIMS, typ: 'ID' })],
    ['an end that has come', () => sign({ ...CLAIMS, exp: now - 1 })],
    ['a foreign signature', () => sign(CLAIMS, foreign.privateKey)],
    ['PS256', () => sign(CLAIMS, ours.privateKey, 'PS256')],
    ['an unknown key', () => new SignJWT(CLAIMS).setProtectedHeader({ alg: 'RS256', kid: 'k2' }).sign(ours.privateKey)],
    ['no token', async () => ''],
  ])('should refuse %s', async (_name, make) => {
    await expect(check.assertValid(await make())).rejects.toThrow();
  });

  it('should not be relied upon alone: it takes a token without an end, and one that is not valid yet', async () => {
    const { exp: _exp, ...endless } = CLAIMS;
    await expect(check.assertValid(await sign(endless))).resolves.toBeUndefined();
    await expect(check.assertValid(await sign({ ...CLAIMS, nbf: now + 3600 }))).resolves.toBeUndefined();
  });
});
