import { z } from 'zod';
import { defineConfig } from '#libs/config';

const DAY = 24 * 3600;

export const identityConfig = defineConfig('identity', {
  SESSION_IDLE_SECONDS: {
    schema: z.coerce.number().int().min(300).default(14 * DAY),
    description: 'A session that was not used for this long has ended, in seconds.',
  },
  SESSION_MAX_SECONDS: {
    schema: z.coerce.number().int().min(300).default(30 * DAY),
    description: 'A session ends this long after its log-in, however much it is used, in seconds.',
  },
  SESSION_UNCONFIRMED_SECONDS: {
    schema: z.coerce.number().int().min(300).default(DAY),
    description: 'How long a session goes on while an outside issuer (Keycloak) cannot be asked whether it still stands, in seconds.',
  },
  SESSION_REFRESH_SECONDS: {
    schema: z.coerce.number().int().min(30).default(300),
    description: 'How often a session asks an outside issuer (Keycloak) whether it still stands and which role it gives, in seconds.',
  },
});
