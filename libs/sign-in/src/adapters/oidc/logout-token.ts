import { type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose';
import type { LogoutNotice } from '../../sign-in.port.js';

export interface LogoutTokenRules {
  issuerKey: string;
  issuer: string;
  /** Our clients: the token names the one it was sent for. */
  audience: string[];
  now: Date;
}

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const TOLERANCE_SECONDS = 5;
/** Such a token is made when it is sent: an older one is no news. */
const MAX_AGE_SECONDS = 300;
const TYPES = new Set([undefined, 'JWT', 'logout+jwt']);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function names(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 255;
}

function assertLogout(payload: JWTPayload): void {
  const { events } = payload;
  if (!isObject(events) || !isObject(events[EVENT])) throw new Error('it is no logout token');
  // What an ID token has and a logout token must not have: neither may pass for the other.
  if ('nonce' in payload) throw new Error('it has a nonce');
  if (!names(payload.jti)) throw new Error('it has no jti');
  if (!names(payload.sub) && !names(payload['sid'])) throw new Error('it names neither sub nor sid');
}

/** OpenID Connect Back-Channel Logout 1.0 §2.6, but for the replay of `jti`, which the caller remembers. @throws when it is not sound */
export async function readLogoutToken(jwt: string, key: JWTVerifyGetKey, rules: LogoutTokenRules): Promise<LogoutNotice> {
  const { payload, protectedHeader } = await jwtVerify(jwt, key, {
    algorithms: ['RS256'],
    issuer: rules.issuer,
    audience: rules.audience,
    requiredClaims: ['iat', 'exp', 'jti', 'events'],
    maxTokenAge: MAX_AGE_SECONDS,
    currentDate: rules.now,
    clockTolerance: TOLERANCE_SECONDS,
  });
  if (!TYPES.has(protectedHeader.typ)) throw new Error('its type is another');
  assertLogout(payload);
  const { sub, sid, jti, exp } = payload as { sub?: string; sid?: string; jti: string; exp: number };
  return { issuerKey: rules.issuerKey, sub: sub || undefined, sid: sid || undefined, jti, expiresAt: new Date(exp * 1000) };
}
