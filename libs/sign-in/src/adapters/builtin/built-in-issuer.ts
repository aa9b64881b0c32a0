import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Provider } from 'oidc-provider';
import { AppError } from '#libs/kernel';
import type { Logger } from '#libs/observability';
import type { AttemptLimiter } from '../../attempt-limiter.port.js';
import { pageHeaders } from '../../pages/page.js';
import { SignInRoutes } from '../../sign-in-routes.port.js';
import type { AccountMail } from './account-mail.js';
import type { AccountPages } from './account-pages.js';
import { REALM_PATH } from './clients.js';
import { readForm } from './form-body.js';
import type { InteractionPages } from './interaction-pages.js';
import { notFoundView, problemView } from './issuer-views.js';
import type { PageRequest } from './page-request.js';
import type { ProviderSource } from './provider-source.js';
import { sendPage } from './send-page.js';
import type { TokenEndpoints } from './token-endpoints.js';

export interface IssuerPages {
  interaction: InteractionPages;
  account: AccountPages;
  token: TokenEndpoints;
}

const AUTHORIZATION = '/protocol/openid-connect/auth';
const READS = new Set(['GET', 'HEAD']);

/** A refusal that has its answer with it. */
class Refusal extends Error {
  constructor(readonly status: number) {
    super(`refused with ${status}`);
  }
}

/** The OpenID Connect issuer inside our own server, under Keycloak's addresses: `/realms/cairn/…`. */
export class BuiltInIssuer extends SignInRoutes {
  constructor(
    private readonly source: ProviderSource,
    private readonly pages: IssuerPages,
    private readonly publicUrl: () => string,
    private readonly logger: Logger,
    private readonly parts: { mail: AccountMail; limiter: AttemptLimiter },
  ) {
    super();
  }

  /** In a scope without body parsers: bodies are read here. */
  mount(app: FastifyInstance): void {
    app.register(async (scope) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
      scope.all(`${REALM_PATH}/*`, async (request, reply) => {
        reply.hijack();
        await this.handle(request.raw, reply.raw, request.ip);
      });
    });
  }

  settled(): Promise<void> {
    return this.parts.mail.settled();
  }

  /** Answers one request; never throws. `ip` is the client's, behind trusted proxies. */
  async handle(request: IncomingMessage, response: ServerResponse, ip: string): Promise<void> {
    try {
      const url = request.url ?? '';
      if (!url.startsWith(`${REALM_PATH}/`)) return sendPage(response, notFoundView(this.publicUrl()));
      this.present(request, ip);
      await this.route(await this.source.current(), request, response, ip, new URL(url.slice(REALM_PATH.length), 'http://realm'));
    } catch (error) {
      this.fail(response, error);
    }
  }

  private async route(provider: Provider, request: IncomingMessage, response: ServerResponse, ip: string, url: URL): Promise<void> {
    const { interaction, account, token } = this.pages;
    const page: PageRequest = { request, response, path: url.pathname, query: url.searchParams, ip, publicUrl: this.publicUrl() };
    if (interaction.matches(page.path)) return interaction.handle(provider, await this.withForm(page));
    if (account.matches(page.path)) return account.handle(await this.withForm(page));
    if (token.matches(request.method ?? '', page.path)) return token.handle(provider, { ...page, form: (await readForm(request)) ?? undefined });
    if (page.path === AUTHORIZATION) await this.assertMayStart(response, ip);
    for (const [name, value] of Object.entries(pageHeaders())) if (name !== 'cache-control') response.setHeader(name, value);
    // oidc-provider finds its own mount point by comparing the two.
    Object.assign(request, { originalUrl: request.url, url: url.pathname + url.search });
    await provider.callback()(request, response);
  }

  private async assertMayStart(response: ServerResponse, ip: string): Promise<void> {
    const verdict = await this.parts.limiter.take('start', ip);
    if (verdict.allowed) return;
    response.setHeader('retry-after', verdict.retryAfter);
    throw new Refusal(429);
  }

  /** oidc-provider builds addresses from the request: it gets those of the public address, whatever host or proxy the request came through. */
  private present(request: IncomingMessage, ip: string): void {
    const { host, protocol } = new URL(this.publicUrl());
    Object.assign(request.headers, { host, 'x-forwarded-host': host, 'x-forwarded-proto': protocol.slice(0, -1), 'x-forwarded-for': ip });
  }

  private async withForm(page: PageRequest): Promise<PageRequest> {
    const { method = '', headers } = page.request;
    if (READS.has(method)) return page;
    if (method !== 'POST') throw new Refusal(405);
    // Browsers send Origin with every POST; what sends none is no browser and has no cookies of anybody.
    if (headers.origin !== undefined && headers.origin !== new URL(page.publicUrl).origin) throw new Refusal(403);
    const form = await readForm(page.request);
    if (!form) throw new Refusal(400);
    return { ...page, form };
  }

  private fail(response: ServerResponse, error: unknown): void {
    const isDown = error instanceof AppError && error.definition.kind === 'unavailable';
    const status = error instanceof Refusal ? error.status : isDown ? 503 : 500;
    if (status === 500) this.logger.error('issuer could not answer', { err: error });
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (isDown) response.setHeader('retry-after', '5');
    sendPage(response, problemView(this.publicUrl(), status));
  }
}
