import { z } from 'zod';
import { defineConfig } from '#libs/config';

export const observabilityConfig = defineConfig('observability', {
  LOG_LEVEL: {
    schema: z.enum(['debug', 'info', 'warn', 'error', 'silent'], { error: 'must be debug, info, warn, error or silent' }).default('info'),
    description: 'The least important lines that are written.',
  },
  LOG_FORMAT: {
    schema: z.enum(['json', 'pretty'], { error: 'must be json or pretty' }).default('json'),
    description: 'json: one object per line, for machines; pretty: for people.',
  },
});
