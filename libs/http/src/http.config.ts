import { z } from 'zod';
import { defineConfig } from '#libs/config';

const list = z
  .string()
  .optional()
  .transform((value) => (value ? value.split(',').map((item) => item.trim()).filter(Boolean) : []));

export const httpConfig = defineConfig('http', {
  HOST: { schema: z.string().default('127.0.0.1'), description: 'Address to listen on. Loopback unless you say otherwise.' },
  PORT: { schema: z.coerce.number().int().min(0).max(65_535).default(3000), description: 'TCP port to listen on; 0 takes a free one.' },
  PUBLIC_URL: {
    schema: z
      .url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' })
      .transform((value) => value.replace(/\/+$/, ''))
      .optional(),
    description: 'Where people reach the site: issuer, redirects and canonical links use it. Default http://localhost:PORT.',
    example: 'https://learn.example.org',
  },
  TRUSTED_PROXIES: { schema: list, description: 'Comma-separated addresses or CIDR ranges whose X-Forwarded-* headers are believed.', example: '10.0.0.0/8' },
  CORS_ORIGINS: { schema: list, description: 'Comma-separated origins of other sites whose scripts may call the API (with tokens, never with cookies).' },
  DRAIN_MS: {
    schema: z.coerce.number().int().min(0).max(60_000).default(1_500),
    description: 'How long a process that was told to stop goes on answering, in ms, so that proxies notice it is not ready.',
  },
  PAGE_CACHE_MB: { schema: z.coerce.number().int().min(1).max(4096).default(48), description: 'Memory for the cached pages of guests, in MiB, per process.' },
  HTTP_CHECK_RESPONSES: {
    schema: z.stringbool().default(false),
    description: 'Hold every JSON answer against its schema and answer 500 when it differs. For tests.',
  },
});
