import { z } from 'zod';
import { defineConfig } from '#libs/config';

export const realtimeConfig = defineConfig('realtime', {
  LIVE_MAX_CONNECTIONS: {
    schema: z.coerce.number().int().min(1).max(1_000_000).default(20_000),
    description: 'Live connections one process takes at most (some 20 KB each).',
  },
  LIVE_CONNECTIONS_PER_ADDRESS: {
    schema: z.coerce.number().int().min(1).max(1_000_000).default(1_000),
    description: 'Live connections from one address at most; multiplied by RATE_LIMIT_FACTOR.',
  },
});
