import type { Provider } from '@nestjs/common';
import { cacheConfig } from '#libs/cache';
import { StartupError } from '#libs/persistence';
import type { ServerProblem } from '#libs/jobs/bullmq';
import { redisConfig, type RedisLink } from '#libs/redis';
import type { Runtime } from '../runtime/runtime.js';
import { RUNTIME } from './tokens.js';

/** What this process has of Redis; nothing of it is loaded when no URL names one. */
export class RedisLinks {
  constructor(
    /** REDIS_URL: limits, presence, live events. (The job queue opens connections of its own.) */
    readonly main: RedisLink | null,
    /** REDIS_CACHE_URL. */
    readonly cache: RedisLink | null,
  ) {}

  /** Opens those that have a URL. One that is down goes on trying: it is no reason not to start. @throws StartupError for one that would forget jobs */
  static async open(runtime: Runtime): Promise<RedisLinks> {
    const { configuration, logger } = runtime;
    const { REDIS_URL, REDIS_PREFIX: prefix } = configuration.of(redisConfig);
    const { REDIS_CACHE_URL } = configuration.of(cacheConfig);
    const open = async (url: string | undefined, name: string): Promise<RedisLink | null> => {
      if (url === undefined) return null;
      const { openRedis } = await import('#libs/redis/redis');
      return openRedis({ url, prefix, name, logger });
    };
    const [main, cache] = await Promise.all([open(REDIS_URL, 'redis'), open(REDIS_CACHE_URL, 'redis cache')]);
    const links = new RedisLinks(main, cache);
    await links.requireKeeping();
    return links;
  }

  /** Why the server must not hold jobs; null when it may, or there is none. @throws when it does not answer */
  async problem(): Promise<ServerProblem | null> {
    if (this.main === null) return null;
    const { redisServerProblem } = await import('#libs/jobs/bullmq');
    return redisServerProblem(this.main);
  }

  private async requireKeeping(): Promise<void> {
    const found = await this.problem().catch(() => null);
    if (found === null) return;
    await this.onModuleDestroy();
    throw new StartupError(found.problem, found.fix);
  }

  /** Called by Nest when the application closes. */
  async onModuleDestroy(): Promise<void> {
    await Promise.all([this.main?.close(), this.cache?.close()]);
  }
}

export const redisProviders: Provider[] = [{ provide: RedisLinks, useFactory: (runtime: Runtime) => RedisLinks.open(runtime), inject: [RUNTIME] }];
