import { MemoryLogger } from '#libs/observability/testing';
import { FakeClock } from '#libs/testing';
import { InProcessRateLimiter } from './adapters/in-process/in-process-rate-limiter.js';
import { defineLimit } from './define-limit.js';
import { FallbackRateLimiter } from './fallback-rate-limiter.js';

const TWICE = defineLimit('test.twice', { allowance: 2, perSeconds: 60 });

/** A limiter whose server can be down. */
class FragileRateLimiter extends InProcessRateLimiter {
  isDown = false;

  override async take(...args: Parameters<InProcessRateLimiter['take']>) {
    if (this.isDown) throw new Error('down');
    return super.take(...args);
  }

  override async reset(...args: Parameters<InProcessRateLimiter['reset']>) {
    if (this.isDown) throw new Error('down');
    return super.reset(...args);
  }
}

function setup() {
  const clock = new FakeClock();
  const logger = new MemoryLogger();
  const shared = new FragileRateLimiter(clock, { factor: 1 });
  return { logger, shared, limiter: new FallbackRateLimiter(shared, new InProcessRateLimiter(clock, { factor: 1 }), logger) };
}

describe('FallbackRateLimiter', () => {
  it('should go on limiting by itself while the shared count is away, and say so once each way', async () => {
    const { limiter, shared, logger } = setup();
    expect((await limiter.take(TWICE, 'k')).remaining).toBe(1);
    shared.isDown = true;
    const alone = [await limiter.take(TWICE, 'k'), await limiter.take(TWICE, 'k'), await limiter.take(TWICE, 'k')];
    expect(alone.map(({ allowed, remaining }) => [allowed, remaining])).toEqual([[true, 1], [true, 0], [false, 0]]);
    shared.isDown = false;
    expect((await limiter.take(TWICE, 'k')).remaining).toBe(0);
    expect(logger.lines.map((line) => line.message)).toEqual(['rate limits are counted by each process alone', 'rate limits are counted together again']);
  });

  it('should give an allowance back in both', async () => {
    const { limiter, shared } = setup();
    shared.isDown = true;
    await limiter.take(TWICE, 'k', 2);
    await limiter.reset(TWICE, 'k');
    expect((await limiter.take(TWICE, 'k')).remaining).toBe(1);
  });
});
