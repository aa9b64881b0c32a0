import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify';
import { AppError, newId } from '#libs/kernel';
import { HEADERS_TOO_LARGE, REQUEST_MALFORMED } from '../problem/http.errors.js';
import { PROBLEM_TYPE, toAppError, toProblem } from '../problem/problem.js';
import { sendProblem } from '../problem/send-problem.js';
import { BODY_LIMIT } from './json-body.js';

const REQUEST_ID = /^[A-Za-z0-9._-]{8,64}$/;

/** What Node's parser refuses never reaches Fastify's router; the answer is written by hand on the socket. */
function onClientError(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable) return;
  const failure = new AppError(error.code === 'HPE_HEADER_OVERFLOW' ? HEADERS_TOO_LARGE : REQUEST_MALFORMED);
  const problem = toProblem(failure, newId());
  const body = JSON.stringify(problem);
  const head = `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\ncontent-type: ${PROBLEM_TYPE}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n`;
  socket.end(head + body);
}

/** `/api/v1/…` is another name of `/api/…` until there is a second version. */
function withoutVersion(url: string): string {
  return url.startsWith('/api/v1/') ? `/api/${url.slice('/api/v1/'.length)}` : url;
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
    frameworkErrors: (error: unknown, request: unknown, reply: unknown) => sendProblem(request as FastifyRequest, reply as FastifyReply, toAppError(error)),
    clientErrorHandler: onClientError,
  } as FastifyServerOptions;
}
