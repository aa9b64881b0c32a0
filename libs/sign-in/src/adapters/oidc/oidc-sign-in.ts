import { jwtVerify } from 'jose';
import { AppError, type Clock } from '#libs/kernel';
import { SIGN_IN_REFUSED, SIGN_IN_UNAVAILABLE } from '../../sign-in.errors.js';
import { type AuthorizationRequest, type CodeExchange, type EndSessionRequest, SignIn, type SignInTokens } from '../../sign-in.port.js';
import type { TokenVerifier } from '../../token-verifier.port.js';
import { JwksCache, type KeySetSource } from './jwks-cache.js';

export interface OidcSignInOptions {
  issuerKey: string;
  isOutside: boolean;
  /** The issuer as browsers and tokens know it: `https://host/realms/cairn`. */
  issuer: () => string;
  /** The same issuer as this process reaches it; asked on every call, the port may be known late. */
  backChannel: () => string;
  clientId: string;
  clientSecret: string;
  keys: KeySetSource;
  clock: Clock;
}

interface TokenAnswer {
  access_token?: string;
  refresh_token?: string;
  id_token?: string;
}

const SCOPE = 'openid profile email read write moderate admin';
const TIMEOUT_MS = 5_000;

/** The confidential client of our own server, on any issuer with Keycloak's paths. */
export class OidcSignIn extends SignIn {
  readonly issuerKey: string;
  readonly isOutside: boolean;
  private readonly keys: JwksCache;

  constructor(
    private readonly options: OidcSignInOptions,
    private readonly verifier: TokenVerifier,
  ) {
    super();
    this.issuerKey = options.issuerKey;
    this.isOutside = options.isOutside;
    this.keys = new JwksCache(options.keys, options.clock);
  }

  authorizationUrl(request: AuthorizationRequest): string {
    const query = new URLSearchParams({
      client_id: this.options.clientId,
      response_type: 'code',
      scope: SCOPE,
      redirect_uri: request.redirectUri,
      state: request.state,
      nonce: request.nonce,
      code_challenge: request.codeChallenge,
      code_challenge_method: 'S256',
    });
    if (request.register) query.set('prompt', 'create');
    return `${this.options.issuer()}/protocol/openid-connect/auth?${query}`;
  }

  async exchange(request: CodeExchange): Promise<SignInTokens> {
    const answer = await this.token({
      grant_type: 'authorization_code',
      code: request.code,
      code_verifier: request.codeVerifier,
      redirect_uri: request.redirectUri,
    });
    const tokens = await this.verified(answer);
    await this.checkIdToken(tokens, request.nonce);
    return tokens;
  }

  async refresh(refreshToken: string): Promise<SignInTokens> {
    const answer = await this.token({ grant_type: 'refresh_token', refresh_token: refreshToken });
    return this.verified({ refresh_token: refreshToken, ...answer });
  }

  endSessionUrl(request: EndSessionRequest): string {
    const query = new URLSearchParams({ client_id: this.options.clientId });
    if (request.idTokenHint) query.set('id_token_hint', request.idTokenHint);
    if (request.postLogoutRedirectUri) query.set('post_logout_redirect_uri', request.postLogoutRedirectUri);
    if (request.state) query.set('state', request.state);
    return `${this.options.issuer()}/protocol/openid-connect/logout?${query}`;
  }

  async endSession(refreshToken: string): Promise<void> {
    await this.post('/protocol/openid-connect/logout', { refresh_token: refreshToken });
  }

  async revoke(refreshToken: string): Promise<void> {
    await this.post('/protocol/openid-connect/revoke', { token: refreshToken, token_type_hint: 'refresh_token' });
  }

  private async token(form: Record<string, string>): Promise<TokenAnswer> {
    const response = await this.post('/protocol/openid-connect/token', form);
    if (response.status === 400 || response.status === 401) {
      const refusal = (await response.json().catch(() => ({}))) as { error?: unknown };
      if (refusal.error === 'invalid_grant') throw new AppError(SIGN_IN_REFUSED);
      throw new Error(`the issuer refused our client: ${String(refusal.error)}`);
    }
    return (await response.json()) as TokenAnswer;
  }

  private async verified(answer: TokenAnswer): Promise<SignInTokens> {
    const { access_token: accessToken, refresh_token: refreshToken, id_token: idToken } = answer;
    if (!accessToken || !refreshToken) throw new Error('the issuer answered without an access or refresh token');
    return { token: await this.verifier.verify(accessToken), accessToken, refreshToken, idToken };
  }

  /** OpenID Connect Core §3.1.3.7: signature, issuer, audience, and that it answers this very request. */
  private async checkIdToken({ idToken, token }: SignInTokens, nonce: string): Promise<void> {
    if (!idToken) throw new AppError(SIGN_IN_REFUSED);
    const { payload } = await jwtVerify(idToken, (header) => this.keyFor(header.kid), {
      algorithms: ['RS256'],
      issuer: this.options.issuer(),
      audience: this.options.clientId,
      requiredClaims: ['exp', 'iat', 'sub', 'nonce'],
      currentDate: this.options.clock.now(),
      clockTolerance: 5,
    }).catch((cause: unknown) => {
      throw new AppError(SIGN_IN_REFUSED, { cause });
    });
    if (payload['nonce'] !== nonce || payload.sub !== token.sub) throw new AppError(SIGN_IN_REFUSED);
  }

  private async keyFor(kid: string | undefined) {
    const key = kid === undefined ? null : await this.keys.find(kid);
    if (!key) throw new Error('unknown key');
    return key;
  }

  private async post(path: string, form: Record<string, string>): Promise<Response> {
    const { backChannel, clientId, clientSecret } = this.options;
    let response: Response;
    try {
      response = await fetch(backChannel() + path, {
        method: 'POST',
        headers: { accept: 'application/json' },
        body: new URLSearchParams({ ...form, client_id: clientId, client_secret: clientSecret }),
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (cause) {
      throw new AppError(SIGN_IN_UNAVAILABLE, { retryAfter: 5, cause });
    }
    if (response.status >= 500 || response.status === 429) throw new AppError(SIGN_IN_UNAVAILABLE, { retryAfter: 5 });
    return response;
  }
}
