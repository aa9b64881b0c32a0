import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GuestCacheConfig } from '#libs/http';
import type { Logger } from '#libs/observability';
import { builtClient } from './built-client.js';
import { devClient } from './dev-client.js';
import { HtmlHandler } from './html-handler.js';
import { HTML_ROUTES } from './html-routes.js';
import { serveStaticFiles } from './static-files.js';
import { webFolder } from './web-folder.js';

export interface WebOptions {
  /** Origin of the site, without a slash at its end; asked at each rendering. */
  publicUrl: () => string;
  isHttps: () => boolean;
  /** Serve the client from source with hot reload. */
  isDev: boolean;
  /** Seq of the last event that was sent to live rooms. */
  livePosition: () => number;
  /** Origins that signing out may lead to, besides our own. */
  formOrigins?: readonly string[];
  logger: Pick<Logger, 'error'>;
}

/** What the rest of the server needs of the web client. */
export interface Web {
  /** The page for an address that no route takes; null when the caller does not ask for a page. */
  notFoundPage(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> | null;
}

const NOT_PAGES = /^\/(?:api|auth|realms|health|metrics|socket\.io|internal|assets)(?:[/?]|$)/;

/** True when the caller prefers a page: a browser that goes to an address, not a script that fetches. */
function asksForPage(request: FastifyRequest): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  return !NOT_PAGES.test(request.url) && (request.headers.accept ?? '').includes('text/html');
}

/** Serves the web client: its files, its pages, and a page for what is not there. Call before the server listens, after the hooks of libs/http. */
export async function registerWeb(fastify: FastifyInstance, options: WebOptions): Promise<Web> {
  const folder = webFolder();
  const client = options.isDev ? await devClient(fastify, folder, options.publicUrl) : await builtClient(folder, options.publicUrl);
  const { bundle } = await client.load('/');
  const { isHttps, livePosition, formOrigins = [], logger } = options;
  const handler = new HtmlHandler(fastify, { client, isHttps, livePosition, formOrigins, logger }, bundle);
  await serveStaticFiles(fastify, folder);
  for (const { path, keys } of HTML_ROUTES) {
    const config: GuestCacheConfig = keys && !client.isDev ? { guestCache: { keys, vary: (request) => handler.languageOf(request) } } : {};
    fastify.get(path, { config }, (request, reply) => handler.answer(request, reply));
  }
  return { notFoundPage: (request, reply) => (asksForPage(request) ? handler.answer(request, reply) : null) };
}
