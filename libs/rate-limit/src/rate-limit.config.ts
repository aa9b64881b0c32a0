import { z } from 'zod';
import { defineConfig } from '#libs/config';

export const rateLimitConfig = defineConfig('rate-limit', {
  RATE_LIMIT_FACTOR: {
    schema: z.coerce.number({ error: 'must be a number' }).positive({ error: 'must be above 0' }).max(1_000_000).default(1),
    description: 'Multiplies every rate limit, posting caps of new members included; 1000 switches them off in practice.',
  },
});
