import { createHash, randomBytes } from 'node:crypto';
import type { SignIn, SignInTokens } from '../src/sign-in.port.js';
import { FormBrowser } from './form-browser.js';
import { submitLogIn } from './sign-in-form.js';

export interface SignInUnderTest {
  signIn: SignIn;
  /** A redirect URI that the client may use; nothing needs to listen there. */
  redirectUri: string;
  account(): Promise<{ email: string; password: string; sub: string }>;
  /** The same client with a back channel to a port where nobody listens. */
  unreachable: SignIn;
  close(): Promise<void>;
}

const refused = { code: 'AUTH.SIGN_IN_REFUSED' };

/** What our server relies on, whichever issuer is active. */
export function describeSignInContract(name: string, make: () => Promise<SignInUnderTest>): void {
  describe(`SignIn: ${name}`, () => {
    let subject: SignInUnderTest;
    let who: { email: string; password: string; sub: string };

    beforeAll(async () => {
      subject = await make();
      who = await subject.account();
    });

    afterAll(() => subject.close());

    async function authorize(browser = new FormBrowser(), change: { register?: boolean } = {}) {
      const verifier = randomBytes(32).toString('base64url');
      const request = { state: randomBytes(8).toString('hex'), nonce: randomBytes(8).toString('hex'), redirectUri: subject.redirectUri };
      const codeChallenge = createHash('sha256').update(verifier).digest('base64url');
      const stopAt = (url: string): boolean => url.startsWith(subject.redirectUri);
      const visit = await browser.visit(subject.signIn.authorizationUrl({ ...request, codeChallenge, ...change }), { stopAt });
      return { ...request, verifier, visit, stopAt, browser };
    }

    async function code() {
      const flow = await authorize();
      const end = await submitLogIn(flow.browser, flow.visit, who, { stopAt: flow.stopAt });
      const query = new URL(end.url).searchParams;
      expect(query.get('state')).toBe(flow.state);
      return { code: query.get('code')!, codeVerifier: flow.verifier, redirectUri: subject.redirectUri, nonce: flow.nonce, browser: flow.browser };
    }

    async function signedIn(): Promise<SignInTokens & { browser: FormBrowser }> {
      const { browser, ...request } = await code();
      return { ...(await subject.signIn.exchange(request)), browser };
    }

    it('should trade a code for tokens of whoever logged in', async () => {
      const { token } = await signedIn();
      expect(token).toMatchObject({ issuerKey: subject.signIn.issuerKey, sub: who.sub, profile: { email: who.email } });
      expect(token.scopes).toEqual(expect.arrayContaining(['read', 'write', 'moderate', 'admin']));
    });

    it('should refuse a code twice, with another verifier, another redirect or a foreign nonce', async () => {
      const first = await code();
      await subject.signIn.exchange(first);
      await expect(subject.signIn.exchange(first)).rejects.toMatchObject(refused);
      await expect(subject.signIn.exchange({ ...(await code()), codeVerifier: randomBytes(32).toString('base64url') })).rejects.toMatchObject(refused);
      await expect(subject.signIn.exchange({ ...(await code()), redirectUri: `${subject.redirectUri}/other` })).rejects.toMatchObject(refused);
      await expect(subject.signIn.exchange({ ...(await code()), nonce: 'another' })).rejects.toMatchObject(refused);
      await expect(subject.signIn.exchange({ ...(await code()), code: 'made-up' })).rejects.toMatchObject(refused);
    });

    it('should refresh again and again, the sign-in staying the same', async () => {
      const first = await signedIn();
      const second = await subject.signIn.refresh(first.refreshToken);
      const third = await subject.signIn.refresh(second.refreshToken);
      expect([second.token.sid, third.token.sid]).toEqual([first.token.sid, first.token.sid]);
      expect(third.accessToken).not.toBe(first.accessToken);
    });

    it('should refuse to refresh what was revoked, or never was', async () => {
      const { refreshToken } = await signedIn();
      await subject.signIn.revoke(refreshToken);
      await expect(subject.signIn.refresh(refreshToken)).rejects.toMatchObject(refused);
      await expect(subject.signIn.refresh('made-up')).rejects.toMatchObject(refused);
    });

    it('should take revoking and ending twice, or of unknown tokens, in its stride', async () => {
      const { refreshToken } = await signedIn();
      for (const token of [refreshToken, refreshToken, 'made-up']) {
        await subject.signIn.revoke(token);
        await subject.signIn.endSession(token);
      }
    });

    it('should remember the browser until the session is ended, then ask again', async () => {
      const { browser, refreshToken } = await signedIn();
      expect((await authorize(browser)).visit.url).toContain('code=');
      await subject.signIn.endSession(refreshToken);
      await expect(subject.signIn.refresh(refreshToken)).rejects.toMatchObject(refused);
      const again = await authorize(browser);
      expect(again.visit.url).not.toContain('code=');
      expect(again.visit.body).toContain('type="password"');
    });

    it('should start at the registration form when asked to', async () => {
      const { visit } = await authorize(new FormBrowser(), { register: true });
      expect(visit.status).toBe(200);
      expect(visit.body).toMatch(/name="email"/);
    });

    it('should end the session of a browser that is sent there', async () => {
      const { browser, idToken } = await signedIn();
      await browser.visit(subject.signIn.endSessionUrl({ idTokenHint: idToken }));
      expect((await authorize(browser)).visit.url).not.toContain('code=');
    });

    it('should say that it is unavailable when the issuer cannot be reached', async () => {
      const { browser: _browser, ...request } = await code();
      const unavailable = { code: 'AUTH.SIGN_IN_UNAVAILABLE', options: { retryAfter: expect.any(Number) } };
      await expect(subject.unreachable.exchange(request)).rejects.toMatchObject(unavailable);
      await expect(subject.unreachable.refresh('x')).rejects.toMatchObject(unavailable);
      await expect(subject.unreachable.endSession('x')).rejects.toMatchObject(unavailable);
    });
  });
}
