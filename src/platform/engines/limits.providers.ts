import type { Provider } from '@nestjs/common';
import { Cache, cacheConfig } from '#libs/cache';
import { Clock } from '#libs/kernel';
import { FallbackRateLimiter, rateLimitConfig, RateLimiter } from '#libs/rate-limit';
import type { RedisLink } from '#libs/redis';
import type { Runtime } from '../runtime/runtime.js';
import { RedisLinks } from './redis-links.js';
import { RUNTIME } from './tokens.js';

/** Larger values are not worth the time they take on the wire. */
const MAX_CACHED_BYTES = 1024 * 1024;

async function rateLimiter(clock: Clock, runtime: Runtime, links: RedisLinks): Promise<RateLimiter> {
  const { InProcessRateLimiter } = await import('#libs/rate-limit/in-process');
  const { RATE_LIMIT_FACTOR: factor } = runtime.configuration.of(rateLimitConfig);
  const own = new InProcessRateLimiter(clock, { factor });
  return links.main === null ? own : new FallbackRateLimiter(await sharedLimiter(links.main, factor), own, runtime.logger);
}

async function sharedLimiter(link: RedisLink, factor: number): Promise<RateLimiter> {
  const { RedisRateLimiter } = await import('#libs/rate-limit/redis');
  return new RedisRateLimiter(link, { factor });
}

function cache(clock: Clock, runtime: Runtime, links: RedisLinks): Promise<Cache> {
  return links.cache === null ? ownCache(clock, runtime) : sharedCache(links.cache);
}

async function ownCache(clock: Clock, runtime: Runtime): Promise<Cache> {
  const { InProcessCache } = await import('#libs/cache/in-process');
  return new InProcessCache(clock, { maxBytes: runtime.configuration.of(cacheConfig).CACHE_MB * 1024 * 1024 });
}

async function sharedCache(link: RedisLink): Promise<Cache> {
  const { RedisCache } = await import('#libs/cache/redis');
  return new RedisCache(link, { maxValueBytes: MAX_CACHED_BYTES });
}

/** Allowances and the cache: what may be forgotten. */
export const limitsProviders: Provider[] = [
  { provide: RateLimiter, useFactory: rateLimiter, inject: [Clock, RUNTIME, RedisLinks] },
  { provide: Cache, useFactory: cache, inject: [Clock, RUNTIME, RedisLinks] },
];
