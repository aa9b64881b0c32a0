import { newId } from '#libs/kernel';
import { testRedis, type TestRedis } from '#libs/redis/testing';
import { FakeClock } from '#libs/testing';
import { describeRateLimiterContract } from '../../../testing/rate-limiter.contract.js';
import { defineLimit } from '../../define-limit.js';
import { InProcessRateLimiter } from '../in-process/in-process-rate-limiter.js';
import { RedisRateLimiter } from './redis-rate-limiter.js';

let redis: TestRedis;
beforeAll(async () => {
  redis = await testRedis('REDIS_URL');
});
afterAll(() => redis.drop());

describeRateLimiterContract('Redis', { isShared: true }, async (factor) => {
  const clock = new FakeClock();
  return { limiter: new RedisRateLimiter(redis.link, { factor, clock }), advance: (milliseconds) => clock.advance(milliseconds) };
});

describe('RedisRateLimiter', () => {
  const THIRDS = defineLimit('test.thirds', { allowance: 7, perSeconds: 3 });

  it('should count what two processes take together', async () => {
    const [first, second] = [redis.link, await redis.open()].map((link) => new RedisRateLimiter(link, { factor: 1 }));
    const key = newId();
    expect((await first!.take(THIRDS, key, 4)).remaining).toBe(3);
    expect((await second!.take(THIRDS, key, 3)).remaining).toBe(0);
    expect((await first!.take(THIRDS, key, 5)).allowed).toBe(false);
    await second!.reset(THIRDS, key);
    expect((await first!.take(THIRDS, key, 7)).allowed).toBe(true);
  });

  it('should answer what the limiter in the process answers, step by step', async () => {
    const clock = new FakeClock();
    const [shared, own] = [new RedisRateLimiter(redis.link, { factor: 1, clock }), new InProcessRateLimiter(clock, { factor: 1 })];
    const key = newId();
    for (let n = 0; n < 300; n++) {
      clock.advance((n * 7_919) % 700);
      const cost = n % 4;
      expect(await shared.take(THIRDS, key, cost)).toEqual(await own.take(THIRDS, key, cost));
    }
  });

  it('should leave nothing behind once the allowance is back', async () => {
    const limiter = new RedisRateLimiter(redis.link, { factor: 1 });
    const key = newId();
    await limiter.take(THIRDS, key, 0);
    expect(await redis.keys()).not.toContainEqual(expect.stringContaining(key));
    await limiter.take(THIRDS, key, 7);
    const held = (await redis.keys()).find((each) => each.includes(key));
    const left = (await redis.link.send('PTTL', held!)) as number;
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(3_000);
  });
});
