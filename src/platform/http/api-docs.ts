import { createRequire } from 'node:module';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

export const API_VERSION = '0.1.0';

const FILES = ['swagger-ui.css', 'swagger-ui-bundle.js'];
// Swagger UI writes style attributes and data: images; no other page of ours may.
const POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'";
const PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Cairn API</title><link rel="stylesheet" href="/api/docs/assets/swagger-ui.css"></head>
<body><main id="docs"></main><script src="/api/docs/assets/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body></html>`;
const START = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#docs', deepLinking: true });`;

/** Serves /api/openapi.json and a page to read and try it at /api/docs. Both are public. */
export async function registerApiDocs(app: NestFastifyApplication): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  const require = createRequire(import.meta.url);
  const root = path.dirname(require.resolve('swagger-ui-dist/package.json'));
  let document: string | undefined;
  fastify.get('/api/openapi.json', async (_request, reply) => {
    document ??= JSON.stringify((await import('./openapi.js')).createOpenApi(app, API_VERSION));
    return reply.header('content-type', 'application/json; charset=utf-8').header('cache-control', 'public, max-age=60').send(document);
  });
  fastify.get('/api/docs', async (_request, reply) => reply.header('content-type', 'text/html; charset=utf-8').header('content-security-policy', POLICY).send(PAGE));
  fastify.get('/api/docs/start.js', async (_request, reply) => reply.header('content-type', 'text/javascript; charset=utf-8').send(START));
  await fastify.register(fastifyStatic, { root, serve: false, decorateReply: true });
  for (const file of FILES) fastify.get(`/api/docs/assets/${file}`, async (_request, reply) => reply.sendFile(file));
}
