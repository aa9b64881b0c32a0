import { generateKeyPairSync } from 'node:crypto';
import { type JWTPayload, SignJWT } from 'jose';
import { readLogoutToken } from './logout-token.js';

const ISSUER = 'https://login.example/realms/cairn';
const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const ours = generateKeyPairSync('rsa', { modulusLength: 2048 });
const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 });
const NOW = new Date('2026-05-01T12:00:00Z');
const now = NOW.getTime() / 1000;
const CLAIMS = { iss: ISSUER, aud: 'cairn-web', iat: now, exp: now + 120, jti: 'jti-1', sub: 'account-1', sid: 'sid-1', events: { [EVENT]: {} } };
const RULES = { issuerKey: ISSUER, issuer: ISSUER, audience: ['cairn-web', 'cairn-native'], now: NOW };

const sign = (claims: JWTPayload, header: object = {}, key = ours.privateKey): Promise<string> => new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k1', typ: 'logout+jwt', ...header }).sign(key);
const without = (...names: string[]): JWTPayload => Object.fromEntries(Object.entries(CLAIMS).filter(([name]) => !names.includes(name)));
const read = async (jwt: Promise<string>) => readLogoutToken(await jwt, () => ours.publicKey, RULES);

describe('a logout token', () => {
  it('should tell which sign-in is over', async () => {
    await expect(read(sign(CLAIMS))).resolves.toEqual({ issuerKey: ISSUER, sub: 'account-1', sid: 'sid-1', jti: 'jti-1', expiresAt: new Date((now + 120) * 1000) });
  });

  it.each([
    ['for our other client', { ...CLAIMS, aud: ['cairn-native'] }, {}],
    ['without a sid', without('sid'), {}],
    ['without a sub', without('sub'), {}],
    ['of type JWT', CLAIMS, { typ: 'JWT' }],
    ['without a type', CLAIMS, { typ: undefined }],
    ['with something in the event', { ...CLAIMS, events: { [EVENT]: { more: 1 } } }, {}],
  ])('should be taken %s', async (_name, claims, header) => {
    await expect(read(sign(claims as JWTPayload, header))).resolves.toMatchObject({ jti: 'jti-1' });
  });

  it.each([
    ['another issuer', sign({ ...CLAIMS, iss: 'https://evil.example' })],
    ['another audience', sign({ ...CLAIMS, aud: 'account' })],
    ['no audience', sign(without('aud'))],
    ['no iat', sign(without('iat'))],
    ['no exp', sign(without('exp'))],
    ['an end that has come', sign({ ...CLAIMS, iat: now - 100, exp: now - 60 })],
    ['an age of minutes', sign({ ...CLAIMS, iat: now - 600, exp: now + 600 })],
    ['a time ahead', sign({ ...CLAIMS, iat: now + 60, exp: now + 120 })],
    ['no jti', sign(without('jti'))],
    ['an empty jti', sign({ ...CLAIMS, jti: '' })],
    ['no events', sign(without('events'))],
    ['another event', sign({ ...CLAIMS, events: { 'https://example.org/other': {} } })],
    ['an event that is no object', sign({ ...CLAIMS, events: { [EVENT]: true } })],
    ['events in a list', sign({ ...CLAIMS, events: [EVENT] })],
    ['a nonce', sign({ ...CLAIMS, nonce: 'n' })],
    ['neither sub nor sid', sign(without('sub', 'sid'))],
    ['an empty sub and sid', sign({ ...CLAIMS, sub: '', sid: '' })],
    ['the type of an access token', sign(CLAIMS, { typ: 'at+jwt' })],
    ['a foreign signature', sign(CLAIMS, {}, foreign.privateKey)],
    ['PS256', sign(CLAIMS, { alg: 'PS256' })],
    ['no signature', Promise.resolve(`${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(CLAIMS)).toString('base64url')}.`)],
  ])('should be refused with %s', async (_name, jwt) => {
    await expect(read(jwt)).rejects.toThrow();
  });
});
