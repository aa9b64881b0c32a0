import { createHash, type KeyObject } from 'node:crypto';
import { errors, jwtVerify, type JWTHeaderParameters, type JWTPayload } from 'jose';
import { LRUCache } from 'lru-cache';
import { AppError, type Clock } from '#libs/kernel';
import { SIGN_IN_UNAVAILABLE, TOKEN_EXPIRED, TOKEN_INVALID } from '../../sign-in.errors.js';
import { TokenVerifier, type VerifiedToken } from '../../token-verifier.port.js';
import { GrantManagerCheck } from './grant-manager-check.js';
import { JwksCache, type KeySetSource } from './jwks-cache.js';

export interface TokenVerifierOptions {
  issuerKey: string;
  /** Exactly as in `iss`; asked late, a site's port may be known only once it listens. */
  issuer: () => string;
  audience: string;
  keys: KeySetSource;
  clock: Clock;
}

/** Revocation reaches every process in 5 s, so no verdict is older than that. */
const REMEMBER_MS = 5_000;
const REMEMBER_MAX = 10_000;
/** Longest token that is looked at: a header line is limited anyway, hashing megabytes is not our duty. */
const MAX_CHARACTERS = 16_384;
/** Clocks of issuer and API may differ by this much (nbf, iat; `exp` is taken at its word). */
const TOLERANCE_SECONDS = 5;

/** Bearer tokens of any OpenID Connect issuer with Keycloak's claims: jose first, keycloak-connect second. */
export class OidcTokenVerifier extends TokenVerifier {
  private readonly keys: JwksCache;
  private grants: GrantManagerCheck | undefined;
  private readonly remembered = new LRUCache<string, { token: VerifiedToken; until: number }>({ max: REMEMBER_MAX });

  constructor(private readonly options: TokenVerifierOptions) {
    super();
    this.keys = new JwksCache(options.keys, options.clock);
  }

  async verify(jwt: string): Promise<VerifiedToken> {
    if (jwt.length > MAX_CHARACTERS) throw new AppError(TOKEN_INVALID);
    const now = this.options.clock.now().getTime();
    const digest = createHash('sha256').update(jwt).digest('base64url');
    const known = this.remembered.get(digest);
    if (known && known.until > now) return known.token;
    const token = await this.check(jwt, now);
    this.remembered.set(digest, { token, until: Math.min(now + REMEMBER_MS, token.expiresAt * 1000) });
    return token;
  }

  private async check(jwt: string, now: number): Promise<VerifiedToken> {
    try {
      const { payload } = await jwtVerify(jwt, (header) => this.keyFor(header), {
        algorithms: ['RS256'],
        issuer: this.options.issuer(),
        audience: this.options.audience,
        requiredClaims: ['exp', 'iat', 'sub'],
        currentDate: new Date(now),
        clockTolerance: TOLERANCE_SECONDS,
      });
      assertAccessToken(payload, now / 1000);
      this.grants ??= new GrantManagerCheck(this.options.issuer(), this.options.audience, (kid) => this.keys.find(kid));
      await this.grants.assertValid(jwt);
      return present(this.options.issuerKey, payload);
    } catch (error) {
      throw translate(error);
    }
  }

  private async keyFor(header: JWTHeaderParameters): Promise<KeyObject> {
    if (typeof header.kid !== 'string') throw new AppError(TOKEN_INVALID);
    let key: KeyObject | null;
    try {
      key = await this.keys.find(header.kid);
    } catch (cause) {
      throw new AppError(SIGN_IN_UNAVAILABLE, { retryAfter: 5, cause });
    }
    if (!key) throw new AppError(TOKEN_INVALID);
    return key;
  }
}

function translate(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError(error instanceof errors.JWTExpired ? TOKEN_EXPIRED : TOKEN_INVALID, { cause: error });
}

/** jose checks types of exp and nbf; that this is an access token, issued in the past to somebody, is ours to check. */
function assertAccessToken(payload: JWTPayload, now: number): void {
  const { typ, iat, sub, exp } = payload;
  const isSound = typ === 'Bearer' && typeof sub === 'string' && sub !== '' && Number.isFinite(iat) && Number.isFinite(exp);
  if (Number.isFinite(exp) && exp! <= now) throw new AppError(TOKEN_EXPIRED);
  if (!isSound || iat! > now + TOLERANCE_SECONDS || exp! <= iat!) throw new AppError(TOKEN_INVALID);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function rolesOf(payload: JWTPayload): string[] {
  const access = payload['realm_access'];
  const roles = typeof access === 'object' && access !== null ? (access as { roles?: unknown }).roles : undefined;
  return Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [];
}

function present(issuerKey: string, payload: JWTPayload): VerifiedToken {
  const verified = payload['email_verified'];
  return {
    issuerKey,
    sub: payload.sub!,
    sid: text(payload['sid']),
    jti: text(payload.jti),
    clientId: text(payload['azp']) ?? text(payload['client_id']),
    scopes: (text(payload['scope']) ?? '').split(' ').filter((scope) => scope !== ''),
    roles: rolesOf(payload),
    profile: {
      handle: text(payload['preferred_username']),
      displayName: text(payload['name']),
      email: text(payload['email'])?.toLowerCase(),
      emailVerified: typeof verified === 'boolean' ? verified : undefined,
    },
    issuedAt: payload.iat!,
    expiresAt: payload.exp!,
  };
}
