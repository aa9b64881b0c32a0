import { z } from 'zod';
import { defineConfig } from '#libs/config';

export const cacheConfig = defineConfig('cache', {
  REDIS_CACHE_URL: {
    schema: z.url({ protocol: /^rediss?$/, error: 'must be a redis:// or rediss:// URL' }).optional(),
    description: 'A Redis for the cache alone, with a bound and an evicting policy (maxmemory, allkeys-lru): never that of REDIS_URL, which must not forget. When unset, each process caches for itself.',
    secret: true,
    example: 'redis://:secret@cache.example.org:6379/0',
  },
  CACHE_MB: {
    schema: z.coerce.number().int().min(1).max(4096).default(16),
    description: 'Memory for cached values, in MiB, per process; not used with REDIS_CACHE_URL. (Guest pages have their own: PAGE_CACHE_MB.)',
  },
});
