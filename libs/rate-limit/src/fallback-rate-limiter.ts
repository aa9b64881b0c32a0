import type { Logger } from '#libs/observability';
import type { LimitDefinition } from './define-limit.js';
import { RateLimiter, type Verdict } from './rate-limiter.port.js';

/**
 * Counts together as long as that works, and in this process alone while it does not. The two counts are not added up: right after a failure
 * and right after the return a key may have up to its whole allowance again.
 */
export class FallbackRateLimiter extends RateLimiter {
  private isAlone = false;

  constructor(
    private readonly shared: RateLimiter,
    private readonly own: RateLimiter,
    private readonly logger: Logger,
  ) {
    super();
  }

  get isShared(): boolean {
    return this.shared.isShared;
  }

  async take(limit: LimitDefinition, key: string, cost?: number): Promise<Verdict> {
    try {
      const verdict = await this.shared.take(limit, key, cost);
      this.together();
      return verdict;
    } catch (error) {
      this.alone(error);
      return this.own.take(limit, key, cost);
    }
  }

  async reset(limit: LimitDefinition, key: string): Promise<void> {
    await this.own.reset(limit, key);
    await this.shared.reset(limit, key).then(() => this.together(), (error: unknown) => this.alone(error));
  }

  private together(): void {
    if (this.isAlone) this.logger.info('rate limits are counted together again');
    this.isAlone = false;
  }

  private alone(error: unknown): void {
    if (!this.isAlone) this.logger.warn('rate limits are counted by each process alone', { err: error });
    this.isAlone = true;
  }
}
