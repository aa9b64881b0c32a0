import type { Cache, Cacheable } from '../src/cache.port.js';

export interface CacheFixture {
  cache: Cache;
  /** Lets so much time pass. */
  advance(milliseconds: number): void | Promise<void>;
}

export interface CacheCapabilities {
  isShared: boolean;
  /** Who bounds the cache: it does, exactly, or the server does, by its own rule. */
  boundBy: 'cache' | 'server';
}

const MINUTE = 60_000;

/** A load that a test ends by hand, and counts. */
function heldLoad<T extends Cacheable>() {
  const calls: { resolve: (value: T) => void; reject: (error: Error) => void }[] = [];
  const load = () => new Promise<T>((resolve, reject) => void calls.push({ resolve, reject }));
  return { calls, load };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

/** What every cache promises. The fixture holds about 100 KB, or keeps no value above that when its server sets the bound. Time may run a little faster than told. */
export function describeCacheContract(name: string, capabilities: CacheCapabilities, setup: () => Promise<CacheFixture>): void {
  describe(`Cache contract: ${name}`, () => {
    it('should declare whether processes share it', async () => {
      expect((await setup()).cache.isShared).toBe(capabilities.isShared);
    });

    it.each<[string, Cacheable]>([
      ['text', 'Ä 日本語 🪨'],
      ['an empty text', ''],
      ['zero', 0],
      ['false', false],
      ['null', null],
      ['a nested value', { list: [1, null, { deep: ['x'] }] }],
    ])('should keep %s', async (_, value) => {
      const { cache } = await setup();
      await cache.set('a key: with / signs 日本', value, MINUTE);
      expect(await cache.get('a key: with / signs 日本')).toEqual(value);
    });

    it('should answer undefined for what it does not hold', async () => {
      const { cache } = await setup();
      await cache.set('held', 1, MINUTE);
      await cache.delete('held');
      await cache.delete('never held');
      expect([await cache.get('held'), await cache.get('never held')]).toEqual([undefined, undefined]);
    });

    it('should replace value and time to live', async () => {
      const { cache, advance } = await setup();
      await cache.set('k', 1, 1_000);
      await cache.set('k', 2, MINUTE);
      await advance(2_000);
      expect(await cache.get('k')).toBe(2);
    });

    it('should forget a value when its time is over, not before', async () => {
      const { cache, advance } = await setup();
      await cache.set('k', 1, MINUTE);
      await advance(MINUTE - 10_000);
      expect(await cache.get('k')).toBe(1);
      await advance(10_001);
      expect(await cache.get('k')).toBeUndefined();
    });

    it('should hand out copies', async () => {
      const { cache } = await setup();
      const value = { list: [1] };
      await cache.set('k', value, MINUTE);
      value.list.push(2);
      (await cache.get<{ list: number[] }>('k'))!.list.push(3);
      expect(await cache.get('k')).toEqual({ list: [1] });
      const loaded = await Promise.all([1, 2].map(() => cache.getOrLoad('l', MINUTE, async () => ({ list: [1] }))));
      loaded[0]!.list.push(2);
      expect([loaded[1], await cache.get('l')]).toEqual([{ list: [1] }, { list: [1] }]);
    });

    it('should stay within its bound, forgetting what was used longest ago, or leave both to its server', async () => {
      const { cache } = await setup();
      for (let n = 0; n < 100; n++) {
        await cache.set(`k${n}`, 'x'.repeat(5_000), MINUTE);
        await cache.get('k0');
      }
      expect(await cache.get('k99')).toBeDefined();
      expect(await cache.get('k0')).toBeDefined();
      const isForgotten = (await cache.get('k1')) === undefined;
      expect(isForgotten).toBe(capabilities.boundBy === 'cache');
    });

    it('should not keep a value larger than itself, and lose nothing over it', async () => {
      const { cache } = await setup();
      await cache.set('small', 1, MINUTE);
      await cache.set('large', 'x'.repeat(1_000_000), MINUTE);
      expect([await cache.get('small'), await cache.get('large')]).toEqual([1, undefined]);
    });

    describe('when loading', () => {
      it('should load once for many callers and keep what was loaded', async () => {
        const { cache, advance } = await setup();
        const { calls, load } = heldLoad<number>();
        const answers = Promise.all(Array.from({ length: 20 }, () => cache.getOrLoad('k', MINUTE, load)));
        await settle();
        calls[0]!.resolve(7);
        expect(await answers).toEqual(Array(20).fill(7));
        expect(await cache.getOrLoad('k', MINUTE, load)).toBe(7);
        expect(calls).toHaveLength(1);
        await advance(MINUTE + 1);
        const again = cache.getOrLoad('k', MINUTE, load);
        await settle();
        calls[1]!.resolve(8);
        expect(await again).toBe(8);
      });

      it('should keep a loaded null, which is a value', async () => {
        const { cache } = await setup();
        await cache.getOrLoad('k', MINUTE, async () => null);
        expect(await cache.getOrLoad<number | null>('k', MINUTE, async () => 1)).toBeNull();
      });

      it('should hand an error to all callers and keep nothing', async () => {
        const { cache } = await setup();
        const { calls, load } = heldLoad<number>();
        const answers = Promise.allSettled([cache.getOrLoad('k', MINUTE, load), cache.getOrLoad('k', MINUTE, load)]);
        await settle();
        calls[0]!.reject(new Error('no source'));
        expect((await answers).map((answer) => answer.status)).toEqual(['rejected', 'rejected']);
        expect(await cache.getOrLoad('k', MINUTE, async () => 1)).toBe(1);
      });

      it.each([
        ['deleted', (cache: Cache) => cache.delete('k'), undefined],
        ['set', (cache: Cache) => cache.set('k', 'newer', MINUTE), 'newer'],
      ] as const)('should not keep what was loaded when the key was %s meanwhile', async (_, act, expected) => {
        const { cache } = await setup();
        const { calls, load } = heldLoad<string>();
        const first = cache.getOrLoad('k', MINUTE, load);
        await settle();
        await act(cache);
        calls[0]!.resolve('older');
        expect(await first).toBe('older');
        expect(await cache.get('k')).toBe(expected);
      });
    });
  });
}
