import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '#libs/kernel';
import { entityTag, heldTag } from '../entity-tag.js';
import { METHOD_NOT_ALLOWED } from '../problem/http.errors.js';
import { AllowedMethods } from './allowed-methods.js';
import { setCommonHeaders } from './security-headers.js';

const API_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

function isRead(request: FastifyRequest): boolean {
  return request.method === 'GET' || request.method === 'HEAD';
}

/** Reads are answered 304 when the reader has this very answer; a write is answered in full and only says its new tag. */
function conditional(request: FastifyRequest, reply: FastifyReply, payload: string): string | null {
  const tag = entityTag(payload, reply.rowVersion);
  const held = isRead(request) ? heldTag(request.headers['if-none-match'], tag) : null;
  reply.header('etag', held ?? tag);
  if (held === null) return payload;
  reply.code(304).removeHeader('content-length');
  // Fastify drops the body of an answer to HEAD by itself, and wants to see it first.
  return request.method === 'HEAD' ? payload : null;
}

function isTaggable(request: FastifyRequest, reply: FastifyReply, payload: unknown): payload is string {
  if (typeof payload !== 'string' || reply.hasHeader('etag')) return false;
  return isRead(request) ? reply.statusCode === 200 : reply.statusCode < 300 && reply.rowVersion !== undefined;
}

/** Headers every answer carries, and ETags for those that have none of their own. */
export function registerEdgeHooks(fastify: FastifyInstance, https: () => boolean): void {
  fastify.addHook('onRequest', async (request, reply) => {
    setCommonHeaders(reply, request.id);
    if (https()) reply.header('strict-transport-security', 'max-age=31536000');
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
