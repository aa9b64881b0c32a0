import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { SESSION_COOKIE } from '../access/request-authenticator.port.js';
import { matchesTag } from '../entity-tag.js';
import type { GuestCacheConfig } from './guest-cached.decorator.js';
import { chooseEncoding, type GuestPage, type GuestPageCache } from './guest-page-cache.js';
import type { PageVersions } from './page-versions.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set when this answer is to be kept: the key and the versions read before rendering. */
    guestFill?: { key: string; versions: string };
  }
}

const KEPT_HEADERS = ['content-type', 'link', 'content-language', 'content-security-policy', 'cache-control', 'vary', 'location'];

function isGuest(request: FastifyRequest): boolean {
  return request.headers.authorization === undefined && !(request.headers.cookie ?? '').includes(SESSION_COOKIE);
}

async function answerFromCache(request: FastifyRequest, reply: FastifyReply, cache: GuestPageCache, key: string, page: GuestPage): Promise<FastifyReply> {
  const encoding = chooseEncoding(request.headers['accept-encoding'], page.bytes.identity!.length);
  for (const name in page.headers) reply.header(name, page.headers[name]);
  reply.header('etag', page.tag).header('x-cache', 'hit');
  if (matchesTag(request.headers['if-none-match'], page.tag)) return reply.code(304).send();
  if (encoding !== 'identity') reply.header('content-encoding', encoding);
  return reply.code(200).send(await cache.bytes(key, page, encoding));
}

function keptHeaders(reply: FastifyReply): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of KEPT_HEADERS) {
    const value = reply.getHeader(name);
    if (value !== undefined) headers[name] = String(value);
  }
  return headers;
}

/**
 * Answers guests from cached bytes when nothing the page depends on has changed, and keeps what is rendered for them.
 * The versions are read before rendering, so an answer that raced with a write is stored under versions nobody asks for again.
 */
export function registerGuestPages(fastify: FastifyInstance, cache: GuestPageCache, versions: PageVersions): void {
  fastify.addHook('onRequest', async (request, reply) => {
    const config = (request.routeOptions.config as GuestCacheConfig).guestCache;
    if (!config || (request.method !== 'GET' && request.method !== 'HEAD') || !isGuest(request)) return;
    const keys = config.keys(request);
    if (keys === null) return;
    const current = await versions.read(keys);
    const key = `${request.url}\n${config.vary?.(request) ?? ''}`;
    const page = cache.get(key, current);
    if (page) return answerFromCache(request, reply, cache, key, page);
    if (request.method === 'GET') request.guestFill = { key, versions: current };
  });

  fastify.addHook('onSend', async (request, reply, payload) => {
    const fill = request.guestFill;
    if (!fill || reply.statusCode !== 200 || typeof payload !== 'string') return payload;
    const body = Buffer.from(payload);
    const encoding = chooseEncoding(request.headers['accept-encoding'], body.length);
    const page = await cache.put(fill.key, fill.versions, keptHeaders(reply), body, encoding);
    reply.header('etag', page.tag).header('x-cache', 'miss');
    if (encoding !== 'identity') reply.header('content-encoding', encoding);
    reply.removeHeader('content-length');
    return page.bytes[encoding] ?? body;
  });
}
