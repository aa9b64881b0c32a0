import { z } from 'zod';
import { defineConfig } from '#libs/config';

export const jobsConfig = defineConfig('jobs', {
  JOBS_CONCURRENCY: {
    schema: z.coerce.number().int().min(1).max(100).default(5),
    description: 'How many background jobs one worker runs at a time.',
  },
});
