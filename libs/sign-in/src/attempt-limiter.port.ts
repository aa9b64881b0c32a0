export interface AttemptVerdict {
  allowed: boolean;
  /** Seconds until the next attempt may succeed; 0 when allowed. */
  retryAfter: number;
}

/** What is limited; each scope has an allowance of its own. `start` is coming to the log-in page at all: each time is kept for an hour. */
export type AttemptScope = 'start' | 'log-in' | 'register' | 'send-mail';

/** Counts what strangers may do at the issuer, per client address. The per-account lock-out is not this: it lives with the accounts. */
export abstract class AttemptLimiter {
  /** Counts one attempt and says whether it may go on. Never throws: a limiter that cannot count allows. */
  abstract take(scope: AttemptScope, ip: string): Promise<AttemptVerdict>;
}
