import { z } from 'zod';
import { defineConfig } from '#libs/config';

export const redisConfig = defineConfig('redis', {
  REDIS_URL: {
    schema: z.url({ protocol: /^rediss?$/, error: 'must be a redis:// or rediss:// URL' }).optional(),
    description: 'A Redis 7 or newer for jobs, rate limits, presence and live events; it must keep everything (noeviction, appendonly yes). When unset, PostgreSQL and the process itself do that.',
    secret: true,
    example: 'redis://:secret@redis.example.org:6379/0',
  },
  REDIS_PREFIX: {
    schema: z.string().regex(/^[\w.-]{1,40}$/, { error: 'must be 1 to 40 letters, digits, dots, dashes or underscores' }).default('cairn'),
    description: 'What every key and channel of this site begins with, on REDIS_URL and REDIS_CACHE_URL. Two sites on one server need two prefixes.',
  },
});
