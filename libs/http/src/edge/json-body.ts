import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import secureJson from 'secure-json-parse';
import { AppError } from '#libs/kernel';
import { REQUEST_MALFORMED, UNSUPPORTED_MEDIA } from '../problem/http.errors.js';
import { UnreadableBody } from './unreadable-body.js';

/** Bodies above this are 413: the largest text (64 KB) with every character escaped still fits. */
export const BODY_LIMIT = 512 * 1024;

const isToApi = (request: FastifyRequest): boolean => request.routeOptions.url?.startsWith('/api/') === true;

/** Forms are for the pages people sign in on; what a form of another site could send must not reach the API. */
function isFormToApi(request: FastifyRequest): boolean {
  return isToApi(request) && /^\s*application\/x-www-form-urlencoded/i.test(request.headers['content-type'] ?? '');
}

function parsed(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  if (!isUtf8(bytes)) return new UnreadableBody(new AppError(REQUEST_MALFORMED, { detail: 'The body is not valid UTF-8' }));
  try {
    return secureJson.parse(bytes.toString('utf8'), undefined, { protoAction: 'error', constructorAction: 'error' });
  } catch {
    return new UnreadableBody(new AppError(REQUEST_MALFORMED, { detail: 'The body is not valid JSON' }));
  }
}

/**
 * JSON bodies: well-formed UTF-8 only, and no key that could reach a prototype (`__proto__`, `constructor.prototype`). The API takes no forms.
 * Bodies are parsed before any guard runs: one of the API that is no JSON is refused after them, by the SurplusInputInterceptor.
 */
export function registerJsonBody(fastify: FastifyInstance): void {
  fastify.addHook('preParsing', async (request) => {
    if (isFormToApi(request)) throw new AppError(UNSUPPORTED_MEDIA);
  });
  fastify.removeContentTypeParser(['application/json', 'text/plain']);
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (request, body, done) => {
    const value = parsed(body as Buffer);
    if (value instanceof UnreadableBody && !isToApi(request)) return done(value.reason);
    done(null, value);
  });
}
