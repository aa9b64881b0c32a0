import type { FastifyReply } from 'fastify';

/** What every answer says to browsers, whoever makes it. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'cross-origin-opener-policy': 'same-origin',
  'x-frame-options': 'DENY',
};

/** Sets them, and the request's id. */
export function setCommonHeaders(reply: FastifyReply, requestId: string): void {
  void reply.headers(SECURITY_HEADERS).header('x-request-id', requestId);
}
