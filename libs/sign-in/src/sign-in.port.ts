import type { VerifiedToken } from './token-verifier.port.js';

export interface AuthorizationRequest {
  state: string;
  nonce: string;
  /** Base64url of SHA-256 of the code verifier (RFC 7636, S256). */
  codeChallenge: string;
  redirectUri: string;
  /** Start at the registration form (`prompt=create`). */
  register?: boolean;
}

export interface CodeExchange {
  code: string;
  codeVerifier: string;
  redirectUri: string;
  /** The nonce of the authorization request; the ID token must carry it. */
  nonce: string;
}

/** What the issuer answered, access token already verified. */
export interface SignInTokens {
  token: VerifiedToken;
  accessToken: string;
  refreshToken: string;
  idToken?: string;
}

export interface EndSessionRequest {
  idTokenHint?: string;
  postLogoutRedirectUri?: string;
  state?: string;
}

/** The issuer says that a sign-in is over, without being asked (OpenID Connect Back-Channel Logout 1.0). */
export interface LogoutNotice {
  issuerKey: string;
  /** The sign-in that ended; without it all of `sub`'s did. */
  sid?: string;
  sub?: string;
  /** Each notice is taken once: remember it until it expires. */
  jti: string;
  expiresAt: Date;
}

/** What an engine forces (docs/adr/0040). */
export interface SignInCapabilities {
  /**
   * When a refresh token is used twice its family ends everywhere; with this the site is told in the same moment and the access tokens end, too.
   * Without it they live until they expire, minutes later.
   */
  readonly tellsOfReuse: boolean;
}

/**
 * Our server's side of OpenID Connect: the confidential client `cairn-web` on whatever issuer is active.
 * Calls that somebody waits for give up within 2 s, `refresh` within 10 s. @throws AUTH.SIGN_IN_UNAVAILABLE when the issuer cannot be reached
 */
export abstract class SignIn {
  /** `builtin`, or the issuer's URL. */
  abstract readonly issuerKey: string;
  /** An outside issuer decides roles (`realm_access.roles`) and may end sessions without telling us: ask it again by `refresh` now and then. */
  abstract readonly isOutside: boolean;
  abstract readonly capabilities: SignInCapabilities;
  /** For people: which issuer this is. */
  abstract readonly name: string;
  /** Reaches the issuer now. @returns what there is to say of it. @throws Error that names the problem */
  abstract check(): Promise<string>;
  /** Ask it before a browser is sent away: it would meet a dead server. A good answer holds for 2 s. @throws AUTH.SIGN_IN_UNAVAILABLE */
  abstract assertReachable(): Promise<void>;
  /** Where the browser goes to sign in. */
  abstract authorizationUrl(request: AuthorizationRequest): string;
  /** Trades the code for tokens and checks the ID token. @throws AUTH.SIGN_IN_REFUSED */
  abstract exchange(request: CodeExchange): Promise<SignInTokens>;
  /**
   * Checks a logout token but for its being sent twice, which the caller remembers by `jti`.
   * @throws AUTH.TOKEN_INVALID; AUTH.SIGN_IN_UNAVAILABLE when its key is unknown and the issuer cannot be reached
   */
  abstract readLogoutToken(jwt: string): Promise<LogoutNotice>;
  /** New tokens; `refreshToken` in the answer replaces the given one. @throws AUTH.SIGN_IN_REFUSED when the issuer ended the session */
  abstract refresh(refreshToken: string): Promise<SignInTokens>;
  /** Where a browser goes to end its session at the issuer (RP-initiated logout). */
  abstract endSessionUrl(request: EndSessionRequest): string;
  /** Ends the issuer's session behind this refresh token without a browser; a token that is unknown or spent is no error. */
  abstract endSession(refreshToken: string): Promise<void>;
  /** Takes this refresh token and its family back (RFC 7009), leaving the issuer's session; unknown tokens are no error. */
  abstract revoke(refreshToken: string): Promise<void>;
}
