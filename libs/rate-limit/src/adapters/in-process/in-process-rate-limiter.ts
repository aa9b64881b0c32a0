import type { Clock } from '#libs/kernel';
import type { LimitDefinition } from '../../define-limit.js';
import { allowanceOf, decide } from '../../gcra.js';
import { RateLimiter, type Verdict } from '../../rate-limiter.port.js';

export interface InProcessRateLimiterOptions {
  factor: number;
  /** Keys remembered at most (some 150 bytes each); beyond that the one used longest ago is forgotten. */
  maxKeys?: number;
}

/** Counts in the memory of this process. */
export class InProcessRateLimiter extends RateLimiter {
  readonly isShared = false;
  /** Key to the moment its whole allowance is back, in order of last use. */
  private readonly fullAt = new Map<string, number>();
  private readonly maxKeys: number;

  constructor(
    private readonly clock: Clock,
    private readonly options: InProcessRateLimiterOptions,
  ) {
    super();
    this.maxKeys = options.maxKeys ?? 100_000;
  }

  async take(limit: LimitDefinition, key: string, cost = 1): Promise<Verdict> {
    const id = `${limit.name} ${key}`;
    const scaled = { allowance: allowanceOf(limit, this.options.factor), perSeconds: limit.perSeconds };
    const { fullAt, ...verdict } = decide(scaled, this.fullAt.get(id), this.clock.now().getTime(), cost);
    if (verdict.allowed && cost > 0) this.remember(id, fullAt);
    return verdict;
  }

  async reset(limit: LimitDefinition, key: string): Promise<void> {
    this.fullAt.delete(`${limit.name} ${key}`);
  }

  private remember(id: string, fullAt: number): void {
    this.fullAt.delete(id);
    this.fullAt.set(id, fullAt);
    if (this.fullAt.size <= this.maxKeys) return;
    const [oldest] = this.fullAt.keys();
    if (oldest !== undefined) this.fullAt.delete(oldest);
  }
}
