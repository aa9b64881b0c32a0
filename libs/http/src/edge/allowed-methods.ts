import type { FastifyInstance } from 'fastify';

interface Route {
  method: string;
  pattern: RegExp;
}

function toPattern(url: string): RegExp {
  const source = url
    .split('/')
    .map((segment) => (segment.startsWith(':') ? '[^/]+' : segment === '*' ? '.*' : segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
    .join('/');
  return new RegExp(`^${source}$`);
}

/** Knows which methods an address takes, to tell 405 from 404. Wildcard routes do not count. */
export class AllowedMethods {
  private readonly routes: Route[] = [];

  constructor(fastify: FastifyInstance) {
    fastify.addHook('onRoute', (route) => {
      if (route.url.includes('*')) return;
      for (const method of [route.method].flat()) this.routes.push({ method, pattern: toPattern(route.url) });
    });
  }

  of(path: string): string[] {
    const methods = this.routes.filter((route) => route.pattern.test(path)).map((route) => route.method);
    return [...new Set(methods)].sort();
  }
}
