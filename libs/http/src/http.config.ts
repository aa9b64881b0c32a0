import { isIP } from 'node:net';
import { z } from 'zod';
import { defineConfig } from '#libs/config';

/** Comma-separated items, each of which must pass. */
function listOf(passes: (item: string) => boolean, message: string) {
  return z
    .string()
    .optional()
    .transform((value) => (value ?? '').split(',').map((item) => item.trim()).filter(Boolean))
    .refine((items) => items.every(passes), message);
}

/** A URL that is an origin and nothing more; one slash at its end is forgiven. */
function isOrigin(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, origin, href } = new URL(value);
  return /^https?:$/.test(protocol) && href === `${origin}/`;
}

function isNetwork(value: string): boolean {
  const [address = '', bits, ...rest] = value.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  if (bits === undefined) return true;
  return /^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128);
}

export const httpConfig = defineConfig('http', {
  HOST: { schema: z.string().default('127.0.0.1'), description: 'Address to listen on. Loopback unless you say otherwise.' },
  PORT: { schema: z.coerce.number().int().min(0).max(65_535).default(3000), description: 'TCP port to listen on; 0 takes a free one.' },
  PUBLIC_URL: {
    schema: z
      .string()
      .refine(isOrigin, 'must be an http:// or https:// URL without a path, such as https://learn.example.org')
      .transform((value) => new URL(value).origin)
      .optional(),
    description: 'Where people reach the site: issuer, redirects and canonical links use it. Default http://localhost:PORT.',
    example: 'https://learn.example.org',
  },
  TRUSTED_PROXIES: {
    schema: listOf(isNetwork, 'must hold IP addresses or CIDR ranges, such as 10.0.0.0/8'),
    description: 'Comma-separated addresses or CIDR ranges whose X-Forwarded-* headers are believed.',
    example: '10.0.0.0/8',
  },
  CORS_ORIGINS: {
    schema: listOf(isOrigin, 'must hold origins, such as https://app.example.org').transform((items) => items.map((item) => new URL(item).origin)),
    description: 'Comma-separated origins of other sites whose scripts may call the API (with tokens, never with cookies).',
  },
  DRAIN_MS: {
    schema: z.coerce.number().int().min(0).max(60_000).default(1_500),
    description: 'How long a process that was told to stop goes on answering at least, in ms, so that proxies notice it is not ready; up to ten seconds more while requests still come.',
  },
  PAGE_CACHE_MB: { schema: z.coerce.number().int().min(1).max(4096).default(48), description: 'Memory for the cached pages of guests, in MiB, per process.' },
  HTTP_CHECK_RESPONSES: {
    schema: z.stringbool().default(false),
    description: 'Hold every JSON answer against its schema and answer 500 when it differs. For tests.',
  },
});
