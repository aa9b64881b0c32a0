import { z } from 'zod';
import { defineConfig } from '#libs/config';

const seconds = (minimum: number, fallback: number) => z.coerce.number().int().min(minimum).default(fallback);

const address = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' }).transform((url) => url.replace(/\/+$/, ''));

export const signInConfig = defineConfig('sign-in', {
  KEYCLOAK_URL: {
    schema: address.optional(),
    description: 'Keycloak as browsers reach it and tokens name it, without /realms. When set, people sign in there instead of through the built-in issuer.',
    example: 'https://login.example.org',
  },
  KEYCLOAK_BACKCHANNEL_URL: {
    schema: address.optional(),
    description: 'Keycloak as this server reaches it, where that is another address than KEYCLOAK_URL (in a network of containers).',
    example: 'http://keycloak:8080',
  },
  KEYCLOAK_REALM: { schema: z.string().min(1).default('cairn'), description: 'The realm in Keycloak; docker/keycloak/realm-cairn.json is one that fits.' },
  KEYCLOAK_CLIENT_ID: { schema: z.string().min(1).default('cairn-web'), description: 'The confidential client of this server in the realm.' },
  KEYCLOAK_CLIENT_SECRET: { schema: z.string().min(1).optional(), description: 'The secret of that client. Required with KEYCLOAK_URL.', secret: true },
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
