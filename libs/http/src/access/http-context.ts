import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { RequestContext } from '#libs/kernel';
import type { Authentication } from './request-authenticator.port.js';

/** The request context with what only the edge needs. */
export interface HttpContext extends RequestContext {
  readonly ip: string;
  readonly via: Authentication['via'];
  readonly idempotencyKey?: string;
  readonly ifMatch?: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the access guard. */
    cairn?: HttpContext;
  }
}

/** Injects the HttpContext that the access guard made. */
export const Ctx = createParamDecorator((_data: unknown, context: ExecutionContext): HttpContext => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  if (!request.cairn) throw new Error('no request context: the access guard did not run');
  return request.cairn;
});
