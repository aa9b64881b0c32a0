import { AttemptLimiter, type AttemptScope, type AttemptVerdict } from '../src/attempt-limiter.port.js';

/** Allows everything until a test closes a scope for an address. */
export class FakeAttemptLimiter extends AttemptLimiter {
  readonly taken: { scope: AttemptScope; ip: string }[] = [];
  private readonly closed = new Set<string>();

  close(scope: AttemptScope, ip: string): void {
    this.closed.add(`${scope} ${ip}`);
  }

  open(scope: AttemptScope, ip: string): void {
    this.closed.delete(`${scope} ${ip}`);
  }

  async take(scope: AttemptScope, ip: string): Promise<AttemptVerdict> {
    this.taken.push({ scope, ip });
    return this.closed.has(`${scope} ${ip}`) ? { allowed: false, retryAfter: 60 } : { allowed: true, retryAfter: 0 };
  }
}
