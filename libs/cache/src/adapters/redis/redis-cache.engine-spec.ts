import { testRedis, type TestRedis } from '#libs/redis/testing';
import { eventually } from '#libs/testing';
import { describeCacheContract } from '../../../testing/cache.contract.js';
import { RedisCache } from './redis-cache.js';

let redis: TestRedis;
beforeEach(async () => {
  redis = await testRedis('REDIS_CACHE_URL');
});
afterEach(() => redis.drop());

const MINUTE = 60_000;
const OPTIONS = { maxValueBytes: 100_000 };
const DEAD = 'redis://127.0.0.1:1';

/** Time passes for what the server holds by moving its expiry. */
async function advance(milliseconds: number): Promise<void> {
  for (const key of await redis.keys()) {
    const left = ((await redis.link.send('PTTL', key)) as number) - milliseconds;
    await (left > 0 ? redis.link.send('PEXPIRE', key, left) : redis.link.send('DEL', key));
  }
}

describeCacheContract('Redis', { isShared: true, boundBy: 'server' }, async () => ({ cache: new RedisCache(redis.link, OPTIONS), advance }));

describe('RedisCache', () => {
  it('should show one process what another has kept and deleted', async () => {
    const [first, second] = [new RedisCache(redis.link, OPTIONS), new RedisCache(await redis.open(), OPTIONS)];
    await first.set('k', { n: 1 }, MINUTE);
    expect(await second.get('k')).toEqual({ n: 1 });
    await second.delete('k');
    expect(await first.get('k')).toBeUndefined();
  });

  it('should not keep what was loaded when another process has deleted the key meanwhile', async () => {
    const [first, second] = [new RedisCache(redis.link, OPTIONS), new RedisCache(await redis.open(), OPTIONS)];
    const loaded = await first.getOrLoad('k', MINUTE, async () => {
      await second.delete('k');
      return 'older';
    });
    expect([loaded, await first.get('k'), await second.get('k')]).toEqual(['older', undefined, undefined]);
  });

  it('should be an empty cache while the server is down, and fail nobody', async () => {
    const cache = new RedisCache(await redis.open(DEAD), OPTIONS);
    await cache.set('k', 1, MINUTE);
    await cache.delete('other');
    let loads = 0;
    for (let n = 0; n < 3; n++) expect(await cache.getOrLoad('k', MINUTE, async () => ++loads)).toBe(n + 1);
    expect(await cache.get('k')).toBeUndefined();
  });

  it('should make up for a delete that the server missed before it is read again', async () => {
    const direct = new RedisCache(redis.link, OPTIONS);
    await direct.set('k', 'old', MINUTE);
    const cache = new RedisCache(redis.link, OPTIONS);
    // The server refuses writes, as one does that is out of memory or has become a replica.
    await redis.link.send('ACL', 'SETUSER', redis.prefix, 'on', 'nopass', '~*', '&*', '+@all', '-del', '-set');
    const url = new URL(redis.url);
    url.username = redis.prefix;
    url.password = 'x';
    const limited = new RedisCache(await redis.open(url.href), OPTIONS);
    await limited.delete('k');
    expect(await limited.get('k')).toBeUndefined();
    expect(await cache.get('k')).toBe('old');
    await redis.link.send('ACL', 'SETUSER', redis.prefix, '+del', '+set');
    await eventually(async () => {
      await limited.get('k');
      expect(await direct.get('k')).toBeUndefined();
    });
    await limited.set('k', 'new', MINUTE);
    await eventually(async () => expect(await limited.get('k')).toBe('new'));
    await redis.link.send('ACL', 'DELUSER', redis.prefix);
  });

  it('should go on when the server evicts', async () => {
    const cache = new RedisCache(redis.link, OPTIONS);
    const [, bound] = (await redis.link.send('CONFIG', 'GET', 'maxmemory')) as [string, string];
    const used = Number(/used_memory:(\d+)/.exec((await redis.link.send('INFO', 'memory')) as string)![1]);
    await redis.link.send('CONFIG', 'SET', 'maxmemory', used + 1_000_000);
    try {
      for (let n = 0; n < 100; n++) await cache.set(`k${n}`, 'x'.repeat(50_000), MINUTE);
      const held = (await redis.keys()).length;
      expect(held).toBeGreaterThan(0);
      expect(held).toBeLessThan(100);
    } finally {
      await redis.link.send('CONFIG', 'SET', 'maxmemory', bound);
    }
  });
});
