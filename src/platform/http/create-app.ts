import fastifyCookie from '@fastify/cookie';
import fastifyCors from '@fastify/cors';
import fastifyFormbody from '@fastify/formbody';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { AppError } from '#libs/kernel';
import { AllowedMethods, fastifyOptions, GuestPageCache, httpConfig, methodFailure, NOT_FOUND, PageVersions, registerEdgeHooks, registerGuestPages, registerJsonBody, sendProblem, SiteUrl } from '#libs/http';
import { HealthRegistry, Metrics } from '#libs/observability';
import { RateLimiter } from '#libs/rate-limit';
import { LiveHub } from '#libs/realtime';
import { SignInRoutes } from '#libs/sign-in';
import { OldUrls, registerOldUrlRedirects } from '#modules/imports';
import { platformConfig } from '../config/platform.config.js';
import type { Runtime } from '../runtime/runtime.js';
import { registerWeb, type Web } from '../web/register-web.js';
import { registerApiDocs } from './api-docs.js';
import { NestLogger } from './nest-logger.js';

const CORS = {
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  credentials: false,
  exposedHeaders: ['etag', 'link', 'location', 'ratelimit', 'ratelimit-policy', 'retry-after', 'x-request-id'],
  maxAge: 600,
};

/** Routes that do not live under /api. */
export const OUTSIDE_API = ['health', 'health/live', 'health/ready', 'metrics', 'auth/login', 'auth/register', 'auth/callback', 'auth/logout', 'auth/backchannel-logout'];

function observe(fastify: FastifyInstance, metrics: Metrics, health: HealthRegistry): void {
  fastify.addHook('onResponse', async (request, reply) => {
    metrics.observeRequest(request.method, request.routeOptions.url ?? 'none', reply.statusCode, reply.elapsedTime / 1000);
  });
  fastify.addHook('onSend', async (_request, reply) => {
    // Behind a proxy the connection would be reused after we are gone.
    if (health.isDraining) reply.header('connection', 'close');
  });
}

/** Answers what no route takes: 405 where another method would do, else 404, as a page for who asks for one. */
function answerUnknown(fastify: FastifyInstance, methods: AllowedMethods, web: Web | null): void {
  fastify.setNotFoundHandler((request, reply) => {
    const failure = methodFailure(methods, request, reply);
    return (failure === null ? web?.notFoundPage(request, reply) : null) ?? sendProblem(request, reply, failure ?? new AppError(NOT_FOUND));
  });
}

function webClient(fastify: FastifyInstance, runtime: Runtime, app: NestFastifyApplication): Promise<Web> {
  const site = app.get(SiteUrl);
  return registerWeb(fastify, {
    publicUrl: () => site.url,
    isHttps: () => site.isHttps,
    isDev: runtime.configuration.of(platformConfig).CAIRN_DEV,
    livePosition: () => app.get(LiveHub).position,
    logger: runtime.logger,
  });
}

export interface AppOptions {
  /** Serve the pages of the web client too, from its last build. */
  web?: boolean;
}

/** The Nest application on Fastify, with everything of libs/http around it; not yet listening. */
export async function createApp(runtime: Runtime, module: DynamicModule, { web = false }: AppOptions = {}): Promise<NestFastifyApplication> {
  const config = runtime.configuration.of(httpConfig);
  const adapter = new FastifyAdapter(fastifyOptions(config.TRUSTED_PROXIES));
  const fastify = adapter.getInstance() as FastifyInstance;
  const methods = new AllowedMethods(fastify);
  registerJsonBody(fastify);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, { bodyParser: false, logger: new NestLogger(runtime.logger), abortOnError: false });
  await app.register(fastifyCookie as never);
  await app.register(fastifyFormbody, { bodyLimit: 64 * 1024 });
  if (config.CORS_ORIGINS.length > 0) {
    await app.register(fastifyCors, { ...CORS, origin: config.CORS_ORIGINS });
  }
  const site = app.get(SiteUrl);
  registerEdgeHooks(fastify, () => site.isHttps);
  const cache = new GuestPageCache(config.PAGE_CACHE_MB * 1024 * 1024);
  registerGuestPages(fastify, { cache, versions: app.get(PageVersions), limiter: app.get(RateLimiter, { strict: false }), replica: runtime.database.replica });
  registerOldUrlRedirects(fastify, app.get(OldUrls, { strict: false }), () => site.url);
  observe(fastify, app.get(Metrics), app.get(HealthRegistry));
  app.setGlobalPrefix('api', { exclude: OUTSIDE_API });
  // Nest would install its own; Fastify takes only one.
  Object.assign(adapter, { setNotFoundHandler: () => undefined });
  app.get(SignInRoutes).mount(fastify);
  await registerApiDocs(app);
  answerUnknown(fastify, methods, web ? await webClient(fastify, runtime, app) : null);
  return app;
}
