import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { SESSION_COOKIE } from '#libs/http';
import type { Logger } from '#libs/observability';
import { compressPage } from './compress-page.js';
import { contentPolicy } from './content-policy.js';
import { fallbackPage } from './fallback-page.js';
import { injectFetch } from './inject-fetch.js';
import type { PageAnswer, ServerBundle, WebClient } from './web-client.js';

const YEAR = 365 * 86_400;

export interface HtmlHandlerOptions {
  client: WebClient;
  isHttps: () => boolean;
  livePosition: () => number;
  formOrigins: readonly string[];
  logger: Pick<Logger, 'error'>;
}

function isGuest(request: FastifyRequest): boolean {
  return request.headers.authorization === undefined && request.cookies[SESSION_COOKIE] === undefined;
}

/** Answers pages: chooses the language, renders, sets the headers a document needs. */
export class HtmlHandler {
  constructor(
    private readonly fastify: FastifyInstance,
    private readonly options: HtmlHandlerOptions,
    private readonly bundle: ServerBundle,
  ) {}

  /** Pages differ by it, so the cache of guests' pages does too. */
  languageOf(request: FastifyRequest): string {
    return this.bundle.chooseLanguage(request.headers['accept-language'], request.cookies[this.bundle.LANGUAGE_COOKIE]);
  }

  async answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const chosen = this.chosenLanguage(request);
    if (chosen !== null) return this.keepLanguage(request, reply, chosen);
    const language = this.languageOf(request);
    const { bundle, render } = await this.options.client.load(request.url);
    const page = await this.rendered(request, language, render);
    this.setHeaders(reply, bundle, page);
    if (page.html === '') return reply.send();
    const html = await this.options.client.finish(request, page.html);
    // What is kept for guests is compressed there, once.
    return reply.send(request.guestFill && page.status === 200 ? html : await compressPage(request, reply, html));
  }

  private async rendered(request: FastifyRequest, language: string, render: (request: never) => Promise<PageAnswer>): Promise<PageAnswer> {
    try {
      const asked = { url: request.url, language, fetch: injectFetch(this.fastify, request), isGuest: isGuest(request), seq: this.options.livePosition() };
      return await render(asked as never);
    } catch (error) {
      this.options.logger.error('a page failed', { err: error, requestId: request.id, url: request.url });
      const headers = { 'content-type': 'text/html; charset=utf-8', 'content-language': language };
      return { status: 500, headers, html: fallbackPage(language, request.id) };
    }
  }

  private setHeaders(reply: FastifyReply, bundle: ServerBundle, page: PageAnswer): void {
    const { client, formOrigins } = this.options;
    void reply
      .code(page.status)
      .headers(page.headers)
      .header('content-security-policy', contentPolicy({ script: bundle.THEME_SCRIPT, formOrigins, isDev: client.isDev }))
      .header('vary', 'accept-language, accept-encoding, cookie');
    if (page.status === 503 || page.status === 429) void reply.header('retry-after', '5');
  }

  /** `?lang=de` on any page: how one chooses a language without JavaScript. */
  private chosenLanguage(request: FastifyRequest): string | null {
    const { lang } = request.query as { lang?: unknown };
    return this.bundle.isLanguage(lang) ? String(lang) : null;
  }

  private keepLanguage(request: FastifyRequest, reply: FastifyReply, language: string): FastifyReply {
    const url = new URL(request.url, 'http://page');
    url.searchParams.delete('lang');
    // Two slashes at the start would lead to another host.
    const place = url.pathname.replace(/^\/{2,}/, '/') + url.search;
    return reply
      .setCookie(this.bundle.LANGUAGE_COOKIE, language, { path: '/', maxAge: YEAR, sameSite: 'lax', httpOnly: true, secure: this.options.isHttps() })
      .header('cache-control', 'no-store')
      .redirect(place, 303);
  }
}
