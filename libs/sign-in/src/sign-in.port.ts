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

/**
 * Our server's side of OpenID Connect: the confidential client `cairn-web` on whatever issuer is active.
 * Calls over the back channel give up after 5 s. @throws AUTH.SIGN_IN_UNAVAILABLE when the issuer cannot be reached
 */
export abstract class SignIn {
  /** `builtin`, or the issuer's URL. */
  abstract readonly issuerKey: string;
  /** An outside issuer decides roles (`realm_access.roles`) and may end sessions without telling us: ask it again by `refresh` now and then. */
  abstract readonly isOutside: boolean;
  /** Where the browser goes to sign in. */
  abstract authorizationUrl(request: AuthorizationRequest): string;
  /** Trades the code for tokens and checks the ID token. @throws AUTH.SIGN_IN_REFUSED */
  abstract exchange(request: CodeExchange): Promise<SignInTokens>;
  /** New tokens; `refreshToken` in the answer replaces the given one. @throws AUTH.SIGN_IN_REFUSED when the issuer ended the session */
  abstract refresh(refreshToken: string): Promise<SignInTokens>;
  /** Where a browser goes to end its session at the issuer (RP-initiated logout). */
  abstract endSessionUrl(request: EndSessionRequest): string;
  /** Ends the issuer's session behind this refresh token without a browser; a token that is unknown or spent is no error. */
  abstract endSession(refreshToken: string): Promise<void>;
  /** Takes this refresh token and its family back (RFC 7009), leaving the issuer's session; unknown tokens are no error. */
  abstract revoke(refreshToken: string): Promise<void>;
}
