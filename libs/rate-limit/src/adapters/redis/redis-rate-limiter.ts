import type { Clock } from '#libs/kernel';
import { type RedisLink, redisScript } from '#libs/redis';
import type { LimitDefinition } from '../../define-limit.js';
import { allowanceOf, decide } from '../../gcra.js';
import { RateLimiter, type Verdict } from '../../rate-limiter.port.js';

export interface RedisRateLimiterOptions {
  factor: number;
  /** For tests. Otherwise the server's own clock counts, so that processes whose clocks differ still count together. */
  clock?: Clock;
}

/**
 * The same sums as `decide`, on the server: it keeps the new state only when the cost is allowed. %.17g carries a double unchanged.
 * Answers the time it decided at and the state it found; the verdict is made of them here, by `decide` itself.
 */
const TAKE = redisScript(`
local window, allowance, cost, now = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + time[2] / 1000
end
local found = redis.call('GET', KEYS[1])
local after = math.max(tonumber(found or now), now) + cost * (window / allowance)
if cost > 0 and after - now <= window + 0.001 then
  redis.call('SET', KEYS[1], string.format('%.17g', after), 'PX', math.max(1, math.ceil(after - now)))
end
return { string.format('%.17g', now), found }
`);

/** Counts in Redis, for all processes together: one number per key, which goes when the whole allowance is back. @throws when Redis does not answer */
export class RedisRateLimiter extends RateLimiter {
  readonly isShared = true;

  constructor(
    private readonly link: RedisLink,
    private readonly options: RedisRateLimiterOptions,
  ) {
    super();
  }

  async take(limit: LimitDefinition, key: string, cost = 1): Promise<Verdict> {
    const allowance = allowanceOf(limit, this.options.factor);
    const given = this.options.clock?.now().getTime() ?? '';
    const answer = await this.link.run(TAKE, [this.keyOf(limit, key)], [limit.perSeconds * 1_000, allowance, cost, given]);
    const [now, found] = answer as [string, string | null];
    const { fullAt: _, ...verdict } = decide({ allowance, perSeconds: limit.perSeconds }, found === null ? undefined : Number(found), Number(now), cost);
    return verdict;
  }

  async reset(limit: LimitDefinition, key: string): Promise<void> {
    await this.link.send('DEL', this.keyOf(limit, key));
  }

  private keyOf(limit: LimitDefinition, key: string): string {
    return `${this.link.prefix}:limit:${limit.name} ${key}`;
  }
}
