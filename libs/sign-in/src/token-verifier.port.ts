/** What the issuer says of the person behind a token. Empty where the token was issued without the scopes `profile` or `email`. */
export interface TokenProfile {
  /** `preferred_username`: the handle wished for at registration. */
  handle?: string;
  displayName?: string;
  email?: string;
  emailVerified?: boolean;
}

export interface VerifiedToken {
  /** `builtin`, or the issuer's URL: the first half of a member's outside identity. */
  issuerKey: string;
  sub: string;
  /** The sign-in this token descends from; the same through all refreshes. */
  sid?: string;
  jti?: string;
  clientId?: string;
  /** Space-separated in the token, as granted. */
  scopes: readonly string[];
  /** `realm_access.roles`. */
  roles: readonly string[];
  profile: TokenProfile;
  /** Seconds since 1970. */
  issuedAt: number;
  expiresAt: number;
}

/**
 * Checks Bearer JWTs of the issuer: signature (RS256 only), issuer, audience `cairn-api`, exp, nbf, iat, `typ`, unknown `crit`.
 *
 * A verdict may be remembered for at most 5 s, never beyond `exp`. Whether the session behind the token was revoked is not asked
 * here: callers look `sid` up. While the issuer is down, keys known before go on working.
 * @throws AUTH.TOKEN_INVALID, AUTH.TOKEN_EXPIRED; AUTH.SIGN_IN_UNAVAILABLE when no key was ever read and the issuer is down
 */
export abstract class TokenVerifier {
  abstract verify(jwt: string): Promise<VerifiedToken>;
}
