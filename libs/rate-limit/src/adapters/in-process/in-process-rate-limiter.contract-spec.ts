import { FakeClock } from '#libs/testing';
import { describeRateLimiterContract } from '../../../testing/rate-limiter.contract.js';
import { defineLimit } from '../../define-limit.js';
import { InProcessRateLimiter } from './in-process-rate-limiter.js';

describeRateLimiterContract('in process', { isShared: false }, async (factor) => {
  const clock = new FakeClock();
  return { limiter: new InProcessRateLimiter(clock, { factor }), advance: (milliseconds) => clock.advance(milliseconds) };
});

describe('InProcessRateLimiter', () => {
  it('should forget the key used longest ago when it remembers too many', async () => {
    const once = defineLimit('test.once', { allowance: 1, perSeconds: 3_600 });
    const limiter = new InProcessRateLimiter(new FakeClock(), { factor: 1, maxKeys: 2 });
    for (const key of ['a', 'b', 'c']) await limiter.take(once, key);
    expect((await limiter.take(once, 'c', 0)).remaining).toBe(0);
    expect((await limiter.take(once, 'b', 0)).remaining).toBe(0);
    expect((await limiter.take(once, 'a', 0)).remaining).toBe(1);
  });
});
