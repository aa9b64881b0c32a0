import { createPublicKey, type KeyObject } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JSONWebKeySet, JWK } from 'jose';
import type { Clock } from '#libs/kernel';

/** Reads the issuer's published keys. A throw means the issuer cannot be reached. */
export type KeySetSource = () => Promise<JSONWebKeySet>;

const FRESH_MS = 60_000;
/** An unknown key id asks the issuer again, but not more often than this: ids come from whoever sends a token. */
const ASK_AGAIN_MS = 500;

function isSigningKey(jwk: JWK): boolean {
  return jwk.kty === 'RSA' && typeof jwk.kid === 'string' && (jwk.use ?? 'sig') === 'sig' && (jwk.alg ?? 'RS256') === 'RS256';
}

/**
 * The issuer's RS256 keys by id. One request to the issuer at a time, however many tokens wait for it, and two per second at most:
 * who comes earlier with an unknown id waits for the next, so that a token signed by a new key is never refused because somebody
 * else asked a moment before. Keys known before stay in use while the issuer is down.
 */
export class JwksCache {
  private keys = new Map<string, KeyObject>();
  private readAt = Number.NEGATIVE_INFINITY;
  private askedAt = Number.NEGATIVE_INFINITY;
  private pending: Promise<void> | undefined;

  constructor(
    private readonly source: KeySetSource,
    private readonly clock: Clock,
  ) {}

  /** The key, or null when the issuer publishes none under this id. @throws what the source throws when the id is unknown and the issuer is down */
  async find(kid: string): Promise<KeyObject | null> {
    const known = this.keys.get(kid);
    if (known) {
      // Nobody waits for a refresh of keys that are at hand, least of all while the issuer hangs.
      if (this.now() - this.readAt > FRESH_MS) this.refresh().catch(() => undefined);
      return known;
    }
    const arrived = this.now();
    for (;;) {
      await this.refresh();
      // An answer that was asked for before this token came may be older than its key.
      if (this.keys.has(kid) || this.askedAt >= arrived) return this.keys.get(kid) ?? null;
    }
  }

  private now(): number {
    return this.clock.now().getTime();
  }

  private refresh(): Promise<void> {
    this.pending ??= this.read().finally(() => {
      this.pending = undefined;
    });
    return this.pending;
  }

  private async read(): Promise<void> {
    const rest = this.askedAt + ASK_AGAIN_MS - this.now();
    if (rest > 0 && this.keys.size > 0) await sleep(rest);
    this.askedAt = this.now();
    const { keys } = await this.source();
    this.keys = new Map(keys.filter(isSigningKey).map((jwk) => [jwk.kid!, createPublicKey({ key: jwk, format: 'jwk' })]));
    this.readAt = this.now();
  }
}
