import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { ServerBundle, WebClient } from './web-client.js';

const ASSETS = { entry: '/src/entry-client.tsx', preloads: [], texts: [], styles: ['/src/design/index.css'] };

/** The client from source: Vite as middleware in this process, with hot reload over the same port. */
export async function devClient(fastify: FastifyInstance, folder: string, publicUrl: () => string): Promise<WebClient> {
  const { createServer } = await import('vite');
  const vite = await createServer({
    configFile: path.join(folder, 'vite.config.ts'),
    root: folder,
    appType: 'custom',
    server: { middlewareMode: true, hmr: { server: fastify.server } },
  });
  fastify.addHook('onClose', () => vite.close());
  fastify.addHook('onRequest', (request, reply, done) => {
    const isClients = /^\/(?:@|src\/|node_modules\/|assets\/|build\/)/.test(request.url) || request.url.includes('/rich-text/');
    if (!isClients) return done();
    reply.hijack();
    vite.middlewares(request.raw, reply.raw, () => reply.raw.writeHead(404).end());
  });
  return {
    isDev: true,
    load: async () => {
      const bundle = (await vite.ssrLoadModule('/src/entry-server.tsx')) as unknown as ServerBundle;
      return { bundle, render: bundle.createRenderer({ publicUrl, assets: ASSETS }) };
    },
    finish: (request, html) => vite.transformIndexHtml(request.url, html),
  };
}
