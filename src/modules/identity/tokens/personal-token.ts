import { hashSecret, newSecret } from '../sessions/session-secret.js';

/** Lets people, logs and secret scanners recognise what it is. */
const PREFIX = 'cairn_pat_';

export function isPersonalToken(value: string): boolean {
  return value.startsWith(PREFIX);
}

/** A new token of 256 random bits, and what is stored of it. */
export function newPersonalToken(): { token: string; hash: Buffer } {
  const token = PREFIX + newSecret().secret;
  return { token, hash: hashSecret(token) };
}
