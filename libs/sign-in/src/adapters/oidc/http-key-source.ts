import type { JSONWebKeySet } from 'jose';
import type { KeySetSource } from './jwks-cache.js';

const TIMEOUT_MS = 1_400;

/** Reads a key set by HTTP; gives up after 1.4 s. */
export function httpKeySource(url: () => string): KeySetSource {
  return async () => {
    const response = await fetch(url(), { headers: { accept: 'application/json' }, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok) throw new Error(`the issuer's keys answered ${response.status}`);
    return (await response.json()) as JSONWebKeySet;
  };
}
