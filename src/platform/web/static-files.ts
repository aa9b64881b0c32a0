import { existsSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const DAY = 86_400;
const YEAR = 365 * DAY;

/** Files that browsers and robots ask for by a fixed name. */
const AT_ROOT = ['favicon.svg', 'robots.txt'];

/** Serves the client's build: hashed files forever and compressed beforehand, the few with a fixed name for a day. */
export async function serveStaticFiles(fastify: FastifyInstance, folder: string): Promise<void> {
  const root = path.join(folder, 'dist/client');
  if (!existsSync(root)) return;
  await fastify.register(fastifyStatic, {
    root: path.join(root, 'assets'),
    prefix: '/assets/',
    decorateReply: false,
    preCompressed: true,
    index: false,
    cacheControl: true,
    immutable: true,
    maxAge: YEAR * 1000,
  });
  for (const name of AT_ROOT) {
    fastify.get(`/${name}`, (_request, reply) => reply.header('cache-control', `public, max-age=${DAY}`).sendFile(name, root));
  }
}
