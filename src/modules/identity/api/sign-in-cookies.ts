import '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SESSION_COOKIE, type SiteUrl } from '#libs/http';

/** Ties a log-in under way to the browser that started it. */
const BROWSER_COOKIE = 'cairn_sign_in';
const BROWSER_SECONDS = 3600;

/** SameSite=Lax: sent when a link leads here, never with another site's POST. */
function attributes(site: SiteUrl) {
  return { httpOnly: true, sameSite: 'lax', secure: site.isHttps } as const;
}

export function sessionOf(request: FastifyRequest): string | undefined {
  return request.cookies[SESSION_COOKIE];
}

export function setSession(reply: FastifyReply, site: SiteUrl, secret: string, maxAge: number): void {
  void reply.setCookie(SESSION_COOKIE, secret, { ...attributes(site), path: '/', maxAge });
}

export function clearSession(reply: FastifyReply, site: SiteUrl): void {
  void reply.clearCookie(SESSION_COOKIE, { ...attributes(site), path: '/' });
}

export function browserKeyOf(request: FastifyRequest): string | undefined {
  return request.cookies[BROWSER_COOKIE];
}

export function setBrowserKey(reply: FastifyReply, site: SiteUrl, key: string): void {
  void reply.setCookie(BROWSER_COOKIE, key, { ...attributes(site), path: '/auth', maxAge: BROWSER_SECONDS });
}
