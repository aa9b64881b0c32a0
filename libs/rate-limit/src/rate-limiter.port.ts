import type { LimitDefinition } from './define-limit.js';

/** What the `RateLimit` and `Retry-After` headers say. */
export interface Verdict {
  allowed: boolean;
  /** The whole allowance. */
  limit: number;
  /** What is left of it now. */
  remaining: number;
  /** Seconds until the whole allowance is back. */
  resetSeconds: number;
  /** Seconds until the refused cost would be allowed; 0 when it was. */
  retryAfterSeconds: number;
}

/**
 * Counts how often something is done. Refused attempts cost nothing. Not durable: a restart, or the loss of the shared count, gives every
 * allowance back.
 */
export abstract class RateLimiter {
  /** True when all processes of a site count together; false when each counts by itself, so that n processes allow up to n times as much. */
  abstract readonly isShared: boolean;
  /** @param cost how much of the allowance is used; 0 only looks; more than the whole allowance is always refused */
  abstract take(limit: LimitDefinition, key: string, cost?: number): Promise<Verdict>;
  /** Gives the key its whole allowance back: after a correct password, say. */
  abstract reset(limit: LimitDefinition, key: string): Promise<void>;
}
