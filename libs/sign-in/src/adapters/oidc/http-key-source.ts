import type { JSONWebKeySet } from 'jose';
import type { KeySetSource } from './jwks-cache.js';

/** Reads a key set by HTTP; gives up after 2 s. */
export function httpKeySource(url: () => string): KeySetSource {
  return async () => {
    const response = await fetch(url(), { headers: { accept: 'application/json' }, redirect: 'error', signal: AbortSignal.timeout(2_000) });
    if (!response.ok) throw new Error(`the issuer's keys answered ${response.status}`);
    return (await response.json()) as JSONWebKeySet;
  };
}
