import { createHmac, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, type JSONWebKeySet, SignJWT } from 'jose';
import type { TokenVerifier } from '../src/token-verifier.port.js';

export interface TokenVerifierUnderTest {
  verifier: TokenVerifier;
  issuerKey: string;
  /** Signs somebody in and gives the API's access token and the ID token. */
  tokens(): Promise<{ accessToken: string; idToken: string; sub: string }>;
  /** As the issuer publishes them. */
  keys(): Promise<JSONWebKeySet>;
  close(): Promise<void>;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** What every verifier promises of tokens of a live issuer. Forgeries that need the issuer's private key are in the unit tests. */
export function describeTokenVerifierContract(name: string, make: () => Promise<TokenVerifierUnderTest>): void {
  describe(`TokenVerifier: ${name}`, () => {
    let subject: TokenVerifierUnderTest;
    let real: Awaited<ReturnType<TokenVerifierUnderTest['tokens']>>;

    beforeAll(async () => {
      subject = await make();
      real = await subject.tokens();
    });

    afterAll(() => subject.close());

    const refused = { code: 'AUTH.TOKEN_INVALID' };

    it('should tell who the token speaks for', async () => {
      const token = await subject.verifier.verify(real.accessToken);
      expect(token).toMatchObject({ issuerKey: subject.issuerKey, sub: real.sub, sid: expect.any(String), profile: { email: expect.stringContaining('@') } });
      expect(token.expiresAt).toBeGreaterThan(token.issuedAt);
      expect(token.scopes).toEqual(expect.arrayContaining(['read', 'write']));
    });

    it('should give the same verdict to twenty askers at once', async () => {
      const verdicts = await Promise.all(Array.from({ length: 20 }, () => subject.verifier.verify(real.accessToken)));
      expect(new Set(verdicts.map((token) => token.sub))).toEqual(new Set([real.sub]));
    });

    it('should refuse an ID token', async () => {
      await expect(subject.verifier.verify(real.idToken)).rejects.toMatchObject(refused);
    });

    it('should refuse the claims under alg none', async () => {
      const payload = real.accessToken.split('.')[1];
      await expect(subject.verifier.verify(`${encode({ alg: 'none' })}.${payload}.`)).rejects.toMatchObject(refused);
    });

    it('should refuse the claims signed by HMAC with a published key', async () => {
      const { keys } = await subject.keys();
      for (const jwk of keys) {
        const pem = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
        const signed = `${encode({ alg: 'HS256', kid: jwk.kid })}.${real.accessToken.split('.')[1]}`;
        const jwt = `${signed}.${createHmac('sha256', pem).update(signed).digest('base64url')}`;
        await expect(subject.verifier.verify(jwt)).rejects.toMatchObject(refused);
      }
    });

    it('should refuse the claims signed by a stranger under the right key id', async () => {
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      const { kid } = decodeProtectedHeader(real.accessToken);
      const jwt = await new SignJWT(decodeJwt(real.accessToken)).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey);
      await expect(subject.verifier.verify(jwt)).rejects.toMatchObject(refused);
    });

    it('should refuse changed claims under the old signature', async () => {
      const [header, , signature] = real.accessToken.split('.');
      const payload = encode({ ...decodeJwt(real.accessToken), sub: 'somebody-else' });
      await expect(subject.verifier.verify(`${header}.${payload}.${signature}`)).rejects.toMatchObject(refused);
    });

    it.each(['', 'x', 'a.b.c', '..', 'cairn_pat_x'])('should refuse %p', async (jwt) => {
      await expect(subject.verifier.verify(jwt)).rejects.toMatchObject(refused);
    });
  });
}
