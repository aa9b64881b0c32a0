import type { IncomingMessage } from 'node:http';
import { type RequestAuthenticator, SESSION_COOKIE } from '#libs/http';
import type { Actor } from '#libs/kernel';
import { HandshakeAuth } from '../../live-messages.js';

export interface Admission {
  actor: Actor;
  /** In ms since 1970, of a bearer token. */
  expiresAt?: number;
  /** Asks again. */
  identify(): Promise<Actor>;
}

export interface Handshake {
  headers: IncomingMessage['headers'];
  /** Socket.io's `auth`. */
  auth: unknown;
  address: string;
}

function cookie(header: string | undefined, name: string): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const [key, ...value] = part.trim().split('=');
    if (key === name) return value.join('=');
  }
  return undefined;
}

/** `exp` of a compact JWT that was verified before; undefined for anything else. */
function expiryOf(authorization: string | undefined): number | undefined {
  const payload = /^Bearer [\w-]+\.([\w-]+)\.[\w-]+$/.exec(authorization ?? '')?.[1];
  if (!payload) return undefined;
  try {
    const { exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { exp?: unknown };
    return typeof exp === 'number' ? exp * 1_000 : undefined;
  } catch {
    return undefined;
  }
}

/** True when the browser would vouch for the request with a session cookie. */
export function hasSessionCookie(headers: IncomingMessage['headers']): boolean {
  return cookie(headers.cookie, SESSION_COOKIE) !== undefined;
}

/** Who connects: by `auth.token` (access token or personal access token), else the Authorization header, else the session cookie, else a guest. */
export async function admit(authenticator: RequestAuthenticator, { headers, auth, address }: Handshake): Promise<Admission> {
  const { token } = HandshakeAuth.catch({}).parse(auth ?? {});
  const authorization = token === undefined ? headers.authorization : `Bearer ${token.replace(/^Bearer /i, '')}`;
  const sessionCookie = authorization === undefined ? cookie(headers.cookie, SESSION_COOKIE) : undefined;
  const authenticate = () => authenticator.authenticate({ sessionCookie, authorization, ip: address });
  const { actor, via } = await authenticate();
  return { actor, expiresAt: via === 'bearer' ? expiryOf(authorization) : undefined, identify: async () => (await authenticate()).actor };
}
