import { z } from 'zod';
import { defineConfig } from '#libs/config';

export const demoConfig = defineConfig('demo', {
  CAIRN_DEMO: {
    schema: z.stringbool().default(true),
    description: 'Load a small demo community, with three accounts, when an empty site starts for the first time.',
  },
});
