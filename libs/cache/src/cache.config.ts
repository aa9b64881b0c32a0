import { z } from 'zod';
import { defineConfig } from '#libs/config';

export const cacheConfig = defineConfig('cache', {
  CACHE_MB: {
    schema: z.coerce.number().int().min(1).max(4096).default(16),
    description: 'Memory for cached values, in MiB, per process. (Guest pages have their own: PAGE_CACHE_MB.)',
  },
});
