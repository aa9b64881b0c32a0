import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

/** Which version rows a guest's answer depends on; null = do not cache this request. */
export type VersionKeys = (request: FastifyRequest) => readonly string[] | null;

/** What a Fastify route's `config` holds to have its guest answers cached. */
export interface GuestCacheConfig {
  guestCache?: {
    keys: VersionKeys;
    /** What else the answer differs by, e.g. the language. */
    vary?: (request: FastifyRequest) => string;
    /** True for what comes along with a page by the dozen, such as pictures: from the cache it counts against no limit. */
    isUncounted?: boolean;
  };
}

/** Caches the route's answers to guests as serialised, compressed bytes under the versions of these keys. */
export function GuestCached(keys: VersionKeys, { isUncounted = false }: { isUncounted?: boolean } = {}): MethodDecorator & ClassDecorator {
  return RouteConfig({ guestCache: { keys, isUncounted } } satisfies GuestCacheConfig);
}
