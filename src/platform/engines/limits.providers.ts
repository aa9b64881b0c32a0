import type { Provider } from '@nestjs/common';
import { Cache, cacheConfig } from '#libs/cache';
import { Clock } from '#libs/kernel';
import { rateLimitConfig, RateLimiter } from '#libs/rate-limit';
import type { Runtime } from '../runtime/runtime.js';
import { RUNTIME } from './tokens.js';

async function rateLimiter(clock: Clock, runtime: Runtime): Promise<RateLimiter> {
  const { InProcessRateLimiter } = await import('#libs/rate-limit/in-process');
  return new InProcessRateLimiter(clock, { factor: runtime.configuration.of(rateLimitConfig).RATE_LIMIT_FACTOR });
}

async function cache(clock: Clock, runtime: Runtime): Promise<Cache> {
  const { InProcessCache } = await import('#libs/cache/in-process');
  return new InProcessCache(clock, { maxBytes: runtime.configuration.of(cacheConfig).CACHE_MB * 1024 * 1024 });
}

/** Allowances and the cache: what may be forgotten. */
export const limitsProviders: Provider[] = [
  { provide: RateLimiter, useFactory: rateLimiter, inject: [Clock, RUNTIME] },
  { provide: Cache, useFactory: cache, inject: [Clock, RUNTIME] },
];
