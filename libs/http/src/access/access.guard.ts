import '@fastify/cookie';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { type Actor, AppError, GUEST, hasRole, SIGN_IN_REQUIRED } from '#libs/kernel';
import { FORBIDDEN, ORIGIN_REFUSED, REQUEST_INVALID } from '../problem/http.errors.js';
import { SiteUrl } from '../site-url.js';
import type { HttpContext } from './http-context.js';
import { accessOf, type Permission } from './permission.js';
import { type Authentication, RequestAuthenticator, SESSION_COOKIE } from './request-authenticator.port.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const KEY = /^[\x21-\x7e]{1,255}$/;

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

function idempotencyKey(request: FastifyRequest): string | undefined {
  const key = single(request.headers['idempotency-key']);
  if (key === undefined || KEY.test(key)) return key;
  const error = { pointer: '/header/idempotency-key', code: 'invalid_format', message: 'must be 1 to 255 visible ASCII characters' };
  throw new AppError(REQUEST_INVALID, { errors: [error] });
}

/** Guards every HTTP route: authenticates, then refuses a route that declares neither a permission nor that it is public. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: RequestAuthenticator,
    private readonly site: SiteUrl,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const access = accessOf(this.reflector, [context.getHandler(), context.getClass()]);
    if (access.isAnonymous) {
      request.cairn = this.contextOf(request, { actor: GUEST, via: 'none' });
      return true;
    }
    const authentication = await this.authenticator.authenticate({
      sessionCookie: request.cookies[SESSION_COOKIE],
      authorization: request.headers.authorization,
      ip: request.ip,
    });
    this.checkOrigin(request, authentication);
    request.cairn = this.contextOf(request, authentication);
    if (access.isPublic) return true;
    this.check(authentication.actor, access.permission);
    return true;
  }

  private contextOf(request: FastifyRequest, authentication: Authentication): HttpContext {
    return {
      requestId: request.id,
      actor: authentication.actor,
      via: authentication.via,
      ip: request.ip,
      idempotencyKey: idempotencyKey(request),
      ifMatch: single(request.headers['if-match']),
    };
  }

  private check(actor: Actor, permission: Permission | undefined): void {
    if (!permission) throw new AppError(FORBIDDEN, { detail: 'This address is not open to anybody' });
    if (actor.kind !== 'member') throw new AppError(SIGN_IN_REQUIRED);
    if (!actor.scopes.includes(permission.scope)) throw new AppError(FORBIDDEN, { detail: `This credential lacks the scope ${permission.scope}` });
    if (!hasRole(actor, permission.role)) throw new AppError(FORBIDDEN, { detail: `This needs the role ${permission.role}` });
  }

  /** A cookie is sent by the browser on its own, so an unsafe method must prove that our own page asked (OWASP CSRF, Origin check). */
  private checkOrigin(request: FastifyRequest, authentication: Authentication): void {
    if (authentication.via !== 'session' || SAFE.has(request.method)) return;
    const origin = request.headers.origin ?? originOf(single(request.headers.referer));
    if (origin !== this.site.origin) throw new AppError(ORIGIN_REFUSED);
  }
}

function originOf(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  return new URL(url).origin;
}
