import { type JWTHeaderParameters, jwtVerify } from 'jose';
import { AppError, type Clock } from '#libs/kernel';
import type { Logger } from '#libs/observability';
import { SIGN_IN_REFUSED, SIGN_IN_UNAVAILABLE, TOKEN_INVALID } from '../../sign-in.errors.js';
import { type AuthorizationRequest, type CodeExchange, type EndSessionRequest, type LogoutNotice, SignIn, type SignInCapabilities, type SignInTokens } from '../../sign-in.port.js';
import type { TokenVerifier } from '../../token-verifier.port.js';
import { BackChannel } from './back-channel.js';
import { IssuerProbe } from './issuer-probe.js';
import { JwksCache, type KeySetSource } from './jwks-cache.js';
import { readLogoutToken } from './logout-token.js';

export interface OidcSignInOptions {
  issuerKey: string;
  isOutside: boolean;
  /** For people. */
  name: string;
  /** The issuer as browsers and tokens know it: `https://host/realms/cairn`. */
  issuer: () => string;
  /** The same issuer as this process reaches it; asked on every call, the port may be known late. */
  backChannel: () => string;
  clientId: string;
  clientSecret: string;
  /** Other clients of ours, whose sign-ins the issuer may tell us the end of. */
  otherClients?: readonly string[];
  keys: KeySetSource;
  clock: Clock;
  logger?: Logger;
}

interface TokenAnswer {
  access_token?: string;
  refresh_token?: string;
  id_token?: string;
}

const SCOPE = 'openid profile email read write moderate admin';
const OIDC = '/protocol/openid-connect';
/** Somebody waits for the answer. */
const TIMEOUT_MS = 1_800;
/** Nobody waits, and an answer that is not waited for may have spent the refresh token. */
const REFRESH_TIMEOUT_MS = 10_000;

/** The confidential client of our own server, on any issuer with Keycloak's paths. */
export class OidcSignIn extends SignIn {
  readonly issuerKey: string;
  readonly isOutside: boolean;
  readonly capabilities: SignInCapabilities;
  readonly name: string;
  private readonly keys: JwksCache;
  private readonly channel: BackChannel;
  private readonly probe: IssuerProbe;

  constructor(
    private readonly options: OidcSignInOptions,
    private readonly verifier: TokenVerifier,
  ) {
    super();
    const { issuerKey, isOutside, name, keys, clock, backChannel, logger, issuer } = options;
    this.issuerKey = issuerKey;
    this.isOutside = isOutside;
    this.capabilities = { tellsOfReuse: !isOutside };
    this.name = name;
    this.keys = new JwksCache(keys, clock);
    this.channel = new BackChannel({ base: backChannel, logger });
    this.probe = new IssuerProbe(this.channel, issuer, clock);
  }

  async check(): Promise<string> {
    if (this.isOutside) return this.probe.check();
    return `${(await this.options.keys()).keys.length} signing keys`;
  }

  async assertReachable(): Promise<void> {
    if (this.isOutside) await this.probe.assertUp();
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
    return `${this.options.issuer()}${OIDC}/auth?${query}`;
  }

  async exchange(request: CodeExchange): Promise<SignInTokens> {
    const form = { grant_type: 'authorization_code', code: request.code, code_verifier: request.codeVerifier, redirect_uri: request.redirectUri };
    const tokens = await this.verified(await this.token(form, TIMEOUT_MS));
    await this.checkIdToken(tokens, request.nonce);
    return tokens;
  }

  async refresh(refreshToken: string): Promise<SignInTokens> {
    const answer = await this.token({ grant_type: 'refresh_token', refresh_token: refreshToken }, REFRESH_TIMEOUT_MS);
    return this.verified({ refresh_token: refreshToken, ...answer });
  }

  endSessionUrl(request: EndSessionRequest): string {
    const query = new URLSearchParams({ client_id: this.options.clientId });
    if (request.idTokenHint) query.set('id_token_hint', request.idTokenHint);
    if (request.postLogoutRedirectUri) query.set('post_logout_redirect_uri', request.postLogoutRedirectUri);
    if (request.state) query.set('state', request.state);
    return `${this.options.issuer()}${OIDC}/logout?${query}`;
  }

  async endSession(refreshToken: string): Promise<void> {
    await this.post('/logout', { refresh_token: refreshToken }, TIMEOUT_MS);
  }

  async revoke(refreshToken: string): Promise<void> {
    await this.post('/revoke', { token: refreshToken, token_type_hint: 'refresh_token' }, TIMEOUT_MS);
  }

  async readLogoutToken(jwt: string): Promise<LogoutNotice> {
    const { issuerKey, issuer, clientId, otherClients = [], clock } = this.options;
    const rules = { issuerKey, issuer: issuer(), audience: [clientId, ...otherClients], now: clock.now() };
    return readLogoutToken(jwt, (header) => this.keyFor(header), rules).catch((cause: unknown) => {
      throw cause instanceof AppError ? cause : new AppError(TOKEN_INVALID, { cause });
    });
  }

  private async token(form: Record<string, string>, timeoutMs: number): Promise<TokenAnswer> {
    const response = await this.post('/token', form, timeoutMs);
    const answer = (await response.json().catch(() => ({}))) as TokenAnswer & { error?: unknown };
    if (response.ok) return answer;
    if (answer.error === 'invalid_grant') throw new AppError(SIGN_IN_REFUSED);
    throw this.channel.misconfigured(`the issuer refused our client ${this.options.clientId}: ${String(answer.error)}`);
  }

  private async verified(answer: TokenAnswer): Promise<SignInTokens> {
    const { access_token: accessToken, refresh_token: refreshToken, id_token: idToken } = answer;
    if (!accessToken || !refreshToken) throw this.channel.misconfigured('the issuer answered without an access or refresh token');
    return { token: await this.verifier.verify(accessToken), accessToken, refreshToken, idToken };
  }

  /** OpenID Connect Core §3.1.3.7: signature, issuer, audience, and that it answers this very request. */
  private async checkIdToken({ idToken, token }: SignInTokens, nonce: string): Promise<void> {
    if (!idToken) throw new AppError(SIGN_IN_REFUSED);
    const { payload } = await jwtVerify(idToken, (header) => this.keyFor(header), {
      algorithms: ['RS256'],
      issuer: this.options.issuer(),
      audience: this.options.clientId,
      requiredClaims: ['exp', 'iat', 'sub', 'nonce'],
      currentDate: this.options.clock.now(),
      clockTolerance: 5,
    }).catch((cause: unknown) => {
      throw cause instanceof AppError ? cause : new AppError(SIGN_IN_REFUSED, { cause });
    });
    if (payload['nonce'] !== nonce || payload.sub !== token.sub) throw new AppError(SIGN_IN_REFUSED);
  }

  private async keyFor({ kid }: JWTHeaderParameters) {
    const key = kid === undefined ? null : await this.keys.find(kid).catch((cause: unknown) => {
      throw new AppError(SIGN_IN_UNAVAILABLE, { retryAfter: 5, cause });
    });
    if (!key) throw new Error('unknown key');
    return key;
  }

  private post(path: string, form: Record<string, string>, timeoutMs: number): Promise<Response> {
    const { clientId, clientSecret } = this.options;
    return this.channel.post(OIDC + path, { ...form, client_id: clientId, client_secret: clientSecret }, timeoutMs);
  }
}
