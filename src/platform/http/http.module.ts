import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE, Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { ConfigOf } from '#libs/config';
import {
  AccessGuard,
  httpConfig,
  NextLinkInterceptor,
  ProblemFilter,
  RateLimitGuard,
  RequestAuthenticator,
  ResponseCheckInterceptor,
  SchemaValidationPipe,
  SiteUrl,
  SurplusInputInterceptor,
} from '#libs/http';
import { Logger } from '#libs/observability';
import { RateLimiter } from '#libs/rate-limit';
import { HealthController } from './health.controller.js';
import { PassInterceptor } from './pass.interceptor.js';

function problemFilter(logger: Logger): ProblemFilter {
  return new ProblemFilter((err, request: FastifyRequest) => logger.error('a request failed', { err, requestId: request.id, method: request.method, url: request.url }));
}

function responseCheck(config: ConfigOf<typeof httpConfig>, reflector: Reflector): ResponseCheckInterceptor | PassInterceptor {
  return config.HTTP_CHECK_RESPONSES ? new ResponseCheckInterceptor(reflector) : new PassInterceptor();
}

/** What applies to every route: the guard, the schemas, the shape of failures. */
@Global()
@Module({
  controllers: [HealthController],
  providers: [
    {
      provide: APP_GUARD,
      useFactory: (reflector: Reflector, authenticator: RequestAuthenticator, site: SiteUrl) => new AccessGuard(reflector, authenticator, site),
      inject: [Reflector, RequestAuthenticator, SiteUrl],
    },
    {
      provide: APP_GUARD,
      useFactory: (reflector: Reflector, limiter: RateLimiter) => new RateLimitGuard(reflector, limiter),
      inject: [Reflector, RateLimiter],
    },
    { provide: APP_PIPE, useClass: SchemaValidationPipe },
    { provide: APP_FILTER, useFactory: problemFilter, inject: [Logger] },
    { provide: APP_INTERCEPTOR, useClass: SurplusInputInterceptor },
    { provide: APP_INTERCEPTOR, useFactory: responseCheck, inject: [httpConfig.token, Reflector] },
    { provide: APP_INTERCEPTOR, useFactory: (site: SiteUrl) => new NextLinkInterceptor(site), inject: [SiteUrl] },
  ],
})
export class HttpModule {}
