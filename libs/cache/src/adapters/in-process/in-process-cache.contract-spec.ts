import { FakeClock } from '#libs/testing';
import { describeCacheContract } from '../../../testing/cache.contract.js';
import { InProcessCache } from './in-process-cache.js';

describeCacheContract('in process', { isShared: false }, async () => {
  const clock = new FakeClock();
  return { cache: new InProcessCache(clock, { maxBytes: 100_000 }), advance: (milliseconds) => clock.advance(milliseconds) };
});
