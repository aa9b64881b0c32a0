import { newId } from '#libs/kernel';
import { MemoryLogger } from '#libs/observability/testing';
import { engineUrl } from '#libs/testing';
import { openRedis } from '../src/adapters/redis/open-redis.js';
import type { RedisLink } from '../src/redis-link.js';

/** A link to the real server whose URL is in this variable, with a prefix of its own. `drop` deletes its keys and closes every link. */
export async function testRedis(variable: 'REDIS_URL' | 'REDIS_CACHE_URL', through?: string) {
  const url = engineUrl(variable);
  const prefix = `test-${newId()}`;
  const logger = new MemoryLogger();
  const links: RedisLink[] = [];
  const open = async (at = through ?? url): Promise<RedisLink> => {
    const link = await openRedis({ url: at, prefix, name: 'redis', logger });
    links.push(link);
    return link;
  };
  const link = await open(url);
  const keys = async () => ((await link.send('KEYS', `${prefix}*`)) as string[]).sort();
  const drop = async () => {
    const left = await keys();
    if (left.length > 0) await link.send('DEL', ...left);
    await Promise.all(links.map((each) => each.close()));
  };
  return { url, prefix, logger, link, open, keys, drop };
}

export type TestRedis = Awaited<ReturnType<typeof testRedis>>;
