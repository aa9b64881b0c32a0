import { z } from 'zod';
import { defineConfig } from '#libs/config';

export const platformConfig = defineConfig('platform', {
  DATA_DIR: {
    schema: z.string().min(1).default('.data'),
    description: 'The folder for everything Cairn keeps on this machine: database, media, secrets, logs. Back it up.',
  },
  CAIRN_SECRET: {
    schema: z.string().min(32, 'must have at least 32 characters').optional(),
    description: 'The key other secrets are made from. Required with DATABASE_URL; otherwise generated once and kept in DATA_DIR.',
    secret: true,
  },
  SIGN_IN_ENGINE: {
    schema: z.enum(['builtin', 'keycloak']).optional(),
    description: 'Which sign-in serves a site that has members already; their accounts stay where they were. Without it such a site keeps the one it has (docs/operations/moving-engines.md).',
  },
  JOBS_ENGINE: {
    schema: z.enum(['postgres', 'redis']).optional(),
    description: 'Which engine the job queue should have, against what the URLs suggest; it changes at a start that finds the old queue empty and no worker running.',
  },
  CAIRN_DEV: { schema: z.stringbool().default(false), description: 'Serve the web client from source with hot reload. Set by `npm run dev`.' },
  CAIRN_TEST_BREAK: {
    schema: z.enum(['outbox-outside-tx', 'documents-epoch', 'search-fallback']).optional(),
    description: 'Fault tests only: takes one safeguard out, to prove that the test would notice. Ignored unless CAIRN_TEST_BUILD is true.',
  },
  CAIRN_TEST_BUILD: { schema: z.stringbool().default(false), description: 'Fault tests only: lets CAIRN_TEST_BREAK take effect.' },
});
