import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ReadReplica } from '#libs/persistence';
import type { RateLimiter } from '#libs/rate-limit';
import { READS, takeOne } from '../access/general-limits.js';
import { SESSION_COOKIE } from '../access/request-authenticator.port.js';
import { encodedTag, entityTag, heldTag } from '../entity-tag.js';
import type { GuestCacheConfig } from './guest-cached.decorator.js';
import { chooseEncoding, type GuestPage, type GuestPageCache } from './guest-page-cache.js';
import type { PageVersions } from './page-versions.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set when this answer is to be kept: the key and the versions read before rendering. */
    guestFill?: { key: string; versions: string; keys: readonly string[] };
  }
}

const KEPT_HEADERS = ['content-type', 'link', 'content-language', 'content-security-policy', 'cache-control', 'location'];
/** Keys are made of what the address says: anything else than what our own keys look like is no page of ours. */
const KEY = /^[\x21-\x7e]{1,120}$/;

function isGuest(request: FastifyRequest): boolean {
  return request.headers.authorization === undefined && !(request.headers.cookie ?? '').includes(SESSION_COOKIE);
}

/** The version rows behind this request, when its answer may come from the cache. */
function keysOf(request: FastifyRequest, config: GuestCacheConfig['guestCache']): readonly string[] | null {
  if (!config || (request.method !== 'GET' && request.method !== 'HEAD') || !isGuest(request)) return null;
  const keys = config.keys(request);
  return keys?.every((key) => KEY.test(key)) ? keys : null;
}

/** The same address has several representations, and no shared cache may give one viewer's to another. */
function varyByEncoding(reply: FastifyReply): void {
  const known = reply.getHeader('vary');
  reply.header('vary', known === undefined ? 'accept-encoding' : `${String(known)}, accept-encoding`);
}

async function encoded(request: FastifyRequest, reply: FastifyReply, cache: GuestPageCache, entry: { key: string; page: GuestPage }): Promise<Buffer> {
  const encoding = chooseEncoding(request.headers['accept-encoding'], entry.page.bytes.identity.length);
  if (encoding !== 'identity') reply.header('content-encoding', encoding);
  reply.header('etag', encodedTag(entry.page.tag, encoding));
  return cache.bytes(entry.key, entry.page, encoding);
}

async function answerFromCache(request: FastifyRequest, reply: FastifyReply, cache: GuestPageCache, entry: { key: string; page: GuestPage }): Promise<FastifyReply> {
  varyByEncoding(reply);
  reply.headers(entry.page.headers).header('x-cache', 'hit');
  const held = heldTag(request.headers['if-none-match'], entry.page.tag);
  if (held !== null) return reply.code(304).header('etag', held).send();
  return reply.code(200).send(await encoded(request, reply, cache, entry));
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
 * Lets a page that is to be kept be rendered from the replica, once that is seen to hold the versions that the primary has: a replica
 * replays commits in their order, so it then holds all that the page is to show (ADR 0030).
 */
function renderOnReplica(fastify: FastifyInstance, versions: PageVersions, replica: ReadReplica): void {
  // With a callback: what `run` opens lasts for the rest of the request.
  fastify.addHook('onRequest', (request, _reply, done) => {
    const fill = request.guestFill;
    if (!fill || !replica.isUsable || replica.isScoped) return done();
    replica.strictly(() => versions.read(fill.keys)).then(
      (seen) => (seen === fill.versions ? replica.run(done) : done()),
      () => done(),
    );
  });
}

export interface GuestPages {
  cache: GuestPageCache;
  versions: PageVersions;
  limiter: RateLimiter;
  replica: ReadReplica | null;
}

/**
 * Answers guests from cached bytes when nothing the page depends on has changed, and keeps what is rendered for them.
 * The versions are read before rendering, so an answer that raced with a write is stored under versions nobody asks for again.
 * An answer from the cache is one read of its reader, as one that is rendered is. Whoever has none left is sent on, to where they are refused.
 * Register it after the edge hooks: an answer is kept under the tag they gave it.
 */
export function registerGuestPages(fastify: FastifyInstance, { cache, versions, limiter, replica }: GuestPages): void {
  fastify.addHook('onRequest', async (request, reply) => {
    const config = (request.routeOptions.config as GuestCacheConfig).guestCache;
    const keys = keysOf(request, config);
    if (keys === null) return;
    const current = await versions.read(keys);
    const key = `${request.url}\n${config?.vary?.(request) ?? ''}`;
    const page = cache.get(key, current);
    if (page) {
      const isAllowed = config?.isUncounted === true || (await takeOne(limiter, READS, request, reply)).allowed;
      return isAllowed ? answerFromCache(request, reply, cache, { key, page }) : undefined;
    }
    if (request.method === 'GET') request.guestFill = { key, versions: current, keys };
  });

  if (replica) renderOnReplica(fastify, versions, replica);

  fastify.addHook('onSend', async (request, reply, payload) => {
    const fill = request.guestFill;
    if (!fill || reply.statusCode !== 200 || typeof payload !== 'string') return payload;
    const body = Buffer.from(payload);
    const tag = String(reply.getHeader('etag') ?? entityTag(body));
    const page = cache.put(fill.key, { versions: fill.versions, tag, headers: keptHeaders(reply), body });
    varyByEncoding(reply);
    reply.header('x-cache', 'miss').removeHeader('content-length');
    return encoded(request, reply, cache, { key: fill.key, page });
  });
}
