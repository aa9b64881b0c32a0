import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '#libs/kernel';
import { entityTag, matchesTag } from '../entity-tag.js';
import { METHOD_NOT_ALLOWED } from '../problem/http.errors.js';
import { AllowedMethods } from './allowed-methods.js';

const API_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

function securityHeaders(reply: FastifyReply, https: boolean): void {
  reply.header('x-content-type-options', 'nosniff');
  reply.header('referrer-policy', 'strict-origin-when-cross-origin');
  reply.header('cross-origin-opener-policy', 'same-origin');
  reply.header('x-frame-options', 'DENY');
  if (https) reply.header('strict-transport-security', 'max-age=31536000');
}

function conditional(request: FastifyRequest, reply: FastifyReply, payload: string): string | null {
  const tag = entityTag(payload, reply.rowVersion);
  reply.header('etag', tag);
  if (!matchesTag(request.headers['if-none-match'], tag)) return payload;
  reply.code(304).removeHeader('content-length');
  return null;
}

function isTaggable(request: FastifyRequest, reply: FastifyReply, payload: unknown): payload is string {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  return reply.statusCode === 200 && typeof payload === 'string' && (isRead || reply.rowVersion !== undefined) && !reply.hasHeader('etag');
}

/** Headers every answer carries, and ETags for those that have none of their own. */
export function registerEdgeHooks(fastify: FastifyInstance, https: () => boolean): void {
  fastify.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    securityHeaders(reply, https());
  });
  fastify.addHook('onSend', async (request, reply, payload) => {
    if (!reply.hasHeader('content-security-policy')) reply.header('content-security-policy', API_POLICY);
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'private, no-cache');
    return isTaggable(request, reply, payload) ? conditional(request, reply, payload) : payload;
  });
}

/** The failure of an address that no route takes: 405 with Allow when another method would do, else null. */
export function methodFailure(methods: AllowedMethods, request: FastifyRequest, reply: FastifyReply): AppError | null {
  const allowed = methods.of(request.url.split('?')[0] ?? '');
  if (allowed.length === 0 || allowed.includes(request.method)) return null;
  void reply.header('allow', allowed.join(', '));
  return new AppError(METHOD_NOT_ALLOWED);
}
