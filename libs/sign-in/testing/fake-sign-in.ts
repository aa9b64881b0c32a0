import { AppError } from '#libs/kernel';
import { SIGN_IN_REFUSED, SIGN_IN_UNAVAILABLE, TOKEN_INVALID } from '../src/sign-in.errors.js';
import { type AuthorizationRequest, type CodeExchange, type EndSessionRequest, type LogoutNotice, SignIn, type SignInTokens } from '../src/sign-in.port.js';
import type { VerifiedToken } from '../src/token-verifier.port.js';

/** An issuer in memory: codes and refresh tokens are names of people that a test puts in. */
export class FakeSignIn extends SignIn {
  issuerKey = 'https://issuer.example/realms/r';
  isOutside = true;
  readonly capabilities = { tellsOfReuse: false };
  isDown = false;
  name = 'an issuer in memory';
  /** What a logout token says, by the token. */
  readonly notices = new Map<string, LogoutNotice>();
  /** Who a code or refresh token stands for; what is not here is refused. */
  readonly people = new Map<string, VerifiedToken>();
  readonly ended: string[] = [];
  readonly revoked: string[] = [];
  refreshes = 0;

  async check(): Promise<string> {
    await this.assertReachable();
    return this.issuerKey;
  }

  async assertReachable(): Promise<void> {
    if (this.isDown) throw new AppError(SIGN_IN_UNAVAILABLE, { retryAfter: 5 });
  }

  async readLogoutToken(jwt: string): Promise<LogoutNotice> {
    const notice = this.notices.get(jwt);
    if (!notice) throw new AppError(TOKEN_INVALID);
    return notice;
  }

  authorizationUrl({ state, nonce, redirectUri, register }: AuthorizationRequest): string {
    return `${this.issuerKey}/auth?${new URLSearchParams({ state, nonce, redirect_uri: redirectUri, register: String(register ?? false) })}`;
  }

  async exchange({ code }: CodeExchange): Promise<SignInTokens> {
    return this.tokensOf(code);
  }

  async refresh(refreshToken: string): Promise<SignInTokens> {
    this.refreshes++;
    return this.tokensOf(refreshToken);
  }

  endSessionUrl({ state }: EndSessionRequest): string {
    return `${this.issuerKey}/logout?state=${state ?? ''}`;
  }

  async endSession(refreshToken: string): Promise<void> {
    if (this.isDown) throw new AppError(SIGN_IN_UNAVAILABLE);
    this.ended.push(refreshToken);
  }

  async revoke(refreshToken: string): Promise<void> {
    this.revoked.push(refreshToken);
  }

  private tokensOf(name: string): SignInTokens {
    if (this.isDown) throw new AppError(SIGN_IN_UNAVAILABLE);
    const token = this.people.get(name);
    if (!token) throw new AppError(SIGN_IN_REFUSED);
    return { token, accessToken: name, refreshToken: name };
  }
}
