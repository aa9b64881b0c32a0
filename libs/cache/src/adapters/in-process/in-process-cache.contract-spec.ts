import { FakeClock } from '#libs/testing';
import { describeCacheContract } from '../../../testing/cache.contract.js';
import { InProcessCache } from './in-process-cache.js';

describeCacheContract('in process', { isShared: false, boundBy: 'cache' }, async () => {
  const clock = new FakeClock();
  return { cache: new InProcessCache(clock, { maxBytes: 100_000 }), advance: (milliseconds) => clock.advance(milliseconds) };
});

describe('InProcessCache', () => {
  it('should keep a value to the millisecond', async () => {
    const clock = new FakeClock();
    const cache = new InProcessCache(clock, { maxBytes: 100_000 });
    await cache.set('k', 1, 1_000);
    clock.advance(999);
    expect(await cache.get('k')).toBe(1);
    clock.advance(2);
    expect(await cache.get('k')).toBeUndefined();
  });
});
