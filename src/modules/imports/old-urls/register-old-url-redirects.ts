import type { FastifyInstance } from 'fastify';
import type { OldUrlKind, OldUrls } from './old-urls.js';

interface OldAddress {
  kind: OldUrlKind;
  number: number;
}

const PATTERNS: readonly (readonly [RegExp, OldUrlKind])[] = [
  // /questions/12/title/34 is answer 34 of question 12.
  [/^\/questions\/\d{1,15}\/[^/]*\/(\d{1,15})\/?$/, 'answer'],
  [/^\/(?:questions|q)\/(\d{1,15})(?:\/|$)/, 'question'],
  [/^\/a\/(\d{1,15})(?:\/|$)/, 'answer'],
  [/^\/users\/(\d{1,15})(?:\/|$)/, 'user'],
];
const KEPT_SECONDS = 86_400;

/** The old address in a path, or null. Only numbers count: our own ids are UUIDs and never match. */
export function oldAddress(path: string): OldAddress | null {
  for (const [pattern, kind] of PATTERNS) {
    const number = pattern.exec(path)?.[1];
    if (number !== undefined) return { kind, number: Number(number) };
  }
  return null;
}

/**
 * Answers 301 for numbered addresses of the primary imported site; every other request passes untouched. Call before routes are registered.
 * @param siteUrl PUBLIC_URL, asked at each request
 */
export function registerOldUrlRedirects(fastify: FastifyInstance, oldUrls: Pick<OldUrls, 'resolve'>, siteUrl: () => string): void {
  fastify.addHook('onRequest', async (request, reply) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return;
    const old = oldAddress(request.url.split(/[?#]/, 1)[0]!);
    if (old === null) return;
    const path = await oldUrls.resolve(old.kind, old.number);
    if (path === null) return;
    return reply.header('cache-control', `public, max-age=${KEPT_SECONDS}`).redirect(`${siteUrl()}${path}`, 301);
  });
}
