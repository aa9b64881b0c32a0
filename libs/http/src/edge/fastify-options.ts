import type { FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify';
import { newId } from '#libs/kernel';
import { toAppError } from '../problem/problem.js';
import { sendProblem } from '../problem/send-problem.js';
import { answerClientError } from './client-error.js';
import { BODY_LIMIT } from './json-body.js';
import { setCommonHeaders } from './security-headers.js';

const REQUEST_ID = /^[A-Za-z0-9._-]{8,64}$/;

/** `/api/v1/…` is another name of `/api/…` until there is a second version. */
function withoutVersion(url: string): string {
  return url.startsWith('/api/v1/') ? `/api/${url.slice('/api/v1/'.length)}` : url;
}

/** Failures before routing (a bad %-encoding, a segment without end) run no hooks, so they get their headers here. */
function answerFrameworkError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  setCommonHeaders(reply, request.id);
  sendProblem(request, reply, toAppError(error));
}

/** Options of the Fastify server: strict routing, bounded input, problem+json for what Fastify raises itself. */
export function fastifyOptions(trustedProxies: readonly string[]): FastifyServerOptions {
  return {
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    bodyLimit: BODY_LIMIT,
    requestTimeout: 30_000,
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    genReqId: (request) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : newId();
    },
    rewriteUrl: (request) => withoutVersion(request.url ?? '/'),
    routerOptions: { caseSensitive: true, ignoreTrailingSlash: false, ignoreDuplicateSlashes: false, maxParamLength: 200 },
    frameworkErrors: answerFrameworkError,
    clientErrorHandler: answerClientError,
  };
}
