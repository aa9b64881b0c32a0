import type { LimitDefinition } from './define-limit.js';
import type { Verdict } from './rate-limiter.port.js';

/** The allowance that counts after `RATE_LIMIT_FACTOR`; never below one. */
export function allowanceOf(limit: LimitDefinition, factor: number): number {
  return Math.max(1, Math.floor(limit.allowance * factor));
}

export interface Decision extends Verdict {
  /** The state to keep until then, in ms since 1970: when the whole allowance is back. Unchanged when refused. */
  fullAt: number;
}

/**
 * The generic cell rate algorithm (ITU-T I.371): one number per key. Pure, so that every adapter decides alike.
 * @param fullAt what the last decision returned, or undefined
 */
export function decide(limit: { allowance: number; perSeconds: number }, fullAt: number | undefined, now: number, cost: number): Decision {
  const windowMs = limit.perSeconds * 1_000;
  const perUnit = windowMs / limit.allowance;
  const before = Math.max(fullAt ?? now, now);
  const after = before + cost * perUnit;
  // Sums of fractions stray by less than a thousandth of a millisecond.
  const allowed = after - now <= windowMs + 0.001;
  const used = (allowed ? after : before) - now;
  return {
    allowed,
    limit: limit.allowance,
    remaining: Math.max(0, Math.floor((windowMs - used) / perUnit + 0.001)),
    resetSeconds: Math.ceil(used / 1_000),
    retryAfterSeconds: allowed ? 0 : Math.max(1, Math.ceil((after - now - windowMs) / 1_000)),
    fullAt: allowed ? after : before,
  };
}
