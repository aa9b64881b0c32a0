import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Send } from './web-client.js';

/**
 * Asks the API inside this process as the visitor: same cookie, same address, same request id, through every hook and guard that a request
 * from outside passes. So a page can show nothing that the API would not answer to its reader (docs/adr/0020-ssr-through-inject.md).
 */
export function injectFetch(fastify: FastifyInstance, request: FastifyRequest): Send {
  const visitor: Record<string, string> = { 'x-request-id': request.id };
  const { cookie } = request.headers;
  if (cookie !== undefined) visitor['cookie'] = cookie;
  return async (path, { method, headers, body }) => {
    const response = await fastify.inject({
      method,
      url: path,
      headers: { ...headers, ...visitor },
      remoteAddress: request.ip,
      ...(body === undefined ? {} : { payload: body }),
    });
    return {
      status: response.statusCode,
      headers: {
        get: (name) => {
          const value = response.headers[name.toLowerCase()];
          return value === undefined ? null : String(value);
        },
      },
      text: async () => response.payload,
    };
  };
}
