import type { Actor } from '#libs/kernel';

export interface Credentials {
  /** Value of the cookie `cairn_session`. */
  sessionCookie?: string;
  /** The Authorization header as sent. */
  authorization?: string;
  ip: string;
}

export interface Authentication {
  actor: Actor;
  via: 'none' | 'session' | 'bearer' | 'pat';
}

/**
 * Finds out who asks. An absent, expired or revoked cookie is a guest; a bad token is an error.
 * @throws AUTH.TOKEN_INVALID, AUTH.SUSPENDED
 */
export abstract class RequestAuthenticator {
  abstract authenticate(credentials: Credentials): Promise<Authentication>;
}

export const SESSION_COOKIE = 'cairn_session';
