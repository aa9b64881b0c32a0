import { z } from 'zod';
import { defineConfig } from '#libs/config';

const seconds = (minimum: number, fallback: number) => z.coerce.number().int().min(minimum).default(fallback);

export const signInConfig = defineConfig('sign-in', {
  ACCESS_TOKEN_SECONDS: {
    schema: seconds(30, 300),
    description: 'Life of an access token of the built-in issuer, in seconds.',
  },
  REFRESH_TOKEN_SECONDS: {
    schema: seconds(300, 30 * 24 * 3600),
    description: 'Life of a refresh token of the built-in issuer since its last use, in seconds.',
  },
  LOCK_OUT_ATTEMPTS: {
    schema: z.coerce.number().int().min(3).max(100).default(10),
    description: 'Wrong passwords in a row after which an account is locked for LOCK_OUT_SECONDS.',
  },
  LOCK_OUT_SECONDS: {
    schema: seconds(1, 15 * 60),
    description: 'How long an account stays locked after too many wrong passwords, in seconds.',
  },
});
