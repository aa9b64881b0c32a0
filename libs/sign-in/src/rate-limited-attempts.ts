import { defineLimit, type LimitDefinition, type RateLimiter } from '#libs/rate-limit';
import { AttemptLimiter, type AttemptScope, type AttemptVerdict } from './attempt-limiter.port.js';

/** A classroom behind one address logs in together; the lock-out of each account holds besides. */
const LIMITS: Record<AttemptScope, LimitDefinition> = {
  start: defineLimit('sign-in.start', { allowance: 300, perSeconds: 300 }),
  'log-in': defineLimit('sign-in.log-in', { allowance: 60, perSeconds: 300 }),
  register: defineLimit('sign-in.register', { allowance: 40, perSeconds: 3600 }),
  'send-mail': defineLimit('sign-in.send-mail', { allowance: 20, perSeconds: 3600 }),
};

/** Counts attempts with the site's rate limiter. */
export class RateLimitedAttempts extends AttemptLimiter {
  constructor(private readonly limiter: RateLimiter) {
    super();
  }

  async take(scope: AttemptScope, ip: string): Promise<AttemptVerdict> {
    const { allowed, retryAfterSeconds } = await this.limiter.take(LIMITS[scope], `ip:${ip}`);
    return { allowed, retryAfter: retryAfterSeconds };
  }
}
