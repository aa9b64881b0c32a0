import { newId } from '#libs/kernel';
import { defineLimit } from '../src/define-limit.js';
import type { RateLimiter } from '../src/rate-limiter.port.js';

export interface RateLimiterFixture {
  limiter: RateLimiter;
  /** Lets so much time pass. */
  advance(milliseconds: number): void;
}

const FIVE = defineLimit('test.five-per-ten-seconds', { allowance: 5, perSeconds: 10 });
const OTHER = defineLimit('test.other', { allowance: 2, perSeconds: 60 });

/** What every limiter promises. `setup` gets the factor that multiplies allowances. */
export function describeRateLimiterContract(name: string, capabilities: { isShared: boolean }, setup: (factor: number) => Promise<RateLimiterFixture>): void {
  const takes = async (limiter: RateLimiter, key: string, times: number) => {
    const verdicts = [];
    for (let n = 0; n < times; n++) verdicts.push(await limiter.take(FIVE, key));
    return verdicts;
  };

  describe(`RateLimiter contract: ${name}`, () => {
    it('should declare whether processes count together', async () => {
      expect((await setup(1)).limiter.isShared).toBe(capabilities.isShared);
    });

    it('should allow the whole allowance at once, then refuse and say when to come back', async () => {
      const { limiter } = await setup(1);
      const verdicts = await takes(limiter, newId(), 6);
      expect(verdicts.map((verdict) => verdict.allowed)).toEqual([true, true, true, true, true, false]);
      expect(verdicts.map((verdict) => verdict.remaining)).toEqual([4, 3, 2, 1, 0, 0]);
      expect(verdicts[0]).toMatchObject({ limit: 5, resetSeconds: 2, retryAfterSeconds: 0 });
      expect(verdicts[5]).toMatchObject({ limit: 5, resetSeconds: 10, retryAfterSeconds: 2 });
    });

    it('should give the allowance back evenly', async () => {
      const { limiter, advance } = await setup(1);
      const key = newId();
      await takes(limiter, key, 5);
      advance(1_999);
      expect((await limiter.take(FIVE, key)).allowed).toBe(false);
      advance(1);
      expect((await limiter.take(FIVE, key)).allowed).toBe(true);
      expect((await limiter.take(FIVE, key)).allowed).toBe(false);
      advance(60_000);
      expect((await takes(limiter, key, 6)).filter((verdict) => verdict.allowed)).toHaveLength(5);
    });

    it('should not charge for refused attempts', async () => {
      const { limiter, advance } = await setup(1);
      const key = newId();
      await takes(limiter, key, 50);
      advance(2_000);
      expect((await limiter.take(FIVE, key)).allowed).toBe(true);
    });

    it('should count keys and limits apart', async () => {
      const { limiter } = await setup(1);
      const [first, second] = [newId(), newId()];
      await takes(limiter, first, 5);
      expect((await limiter.take(FIVE, second)).remaining).toBe(4);
      expect((await limiter.take(OTHER, first)).remaining).toBe(1);
    });

    it('should charge a cost, only look at cost 0, and refuse more than there is', async () => {
      const { limiter } = await setup(1);
      const key = newId();
      expect(await limiter.take(FIVE, key, 3)).toMatchObject({ allowed: true, remaining: 2 });
      expect(await limiter.take(FIVE, key, 0)).toMatchObject({ allowed: true, remaining: 2 });
      expect(await limiter.take(FIVE, key, 3)).toMatchObject({ allowed: false, remaining: 2, retryAfterSeconds: 2 });
      expect((await limiter.take(FIVE, newId(), 6)).allowed).toBe(false);
    });

    it('should give all of it back on reset', async () => {
      const { limiter } = await setup(1);
      const key = newId();
      await takes(limiter, key, 5);
      await limiter.reset(FIVE, key);
      expect((await limiter.take(FIVE, key)).remaining).toBe(4);
    });

    it('should multiply allowances by the factor, and leave at least one', async () => {
      const many = await setup(1_000);
      expect((await many.limiter.take(FIVE, newId())).limit).toBe(5_000);
      const few = await setup(0.01);
      expect(await few.limiter.take(FIVE, newId())).toMatchObject({ limit: 1, allowed: true, remaining: 0 });
    });

    it('should allow no more than the allowance to twenty at once', async () => {
      const { limiter } = await setup(1);
      const key = newId();
      const verdicts = await Promise.all(Array.from({ length: 20 }, () => limiter.take(FIVE, key)));
      expect(verdicts.filter((verdict) => verdict.allowed)).toHaveLength(5);
    });
  });
}
