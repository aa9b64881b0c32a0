import { DOCUMENTS_UNAVAILABLE } from '../../documents.errors.js';
import { GatheredCalls } from './gathered-calls.js';

function setup({ atOnce = 1, most = 10, patienceMs = 60_000 } = {}) {
  const batches: number[][] = [];
  const held: (() => void)[] = [];
  let isHolding = false;
  const calls = new GatheredCalls<number, string>(
    async (inputs) => {
      batches.push([...inputs]);
      if (isHolding) await new Promise<void>((resolve) => held.push(resolve));
      if (inputs.includes(-1)) throw new Error('down');
      return inputs.map((input) => `answer ${input}`);
    },
    { atOnce, most, sizeOf: (input) => Math.abs(input), patienceMs },
  );
  return { calls, batches, hold: () => void (isHolding = true), release: () => ((isHolding = false), held.splice(0).forEach((go) => go())) };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('GatheredCalls', () => {
  it('should make one of calls that come together, and give each its own answer', async () => {
    const { calls, batches } = setup();
    expect(await Promise.all([calls.call(1), calls.call(2), calls.call(3)])).toEqual(['answer 1', 'answer 2', 'answer 3']);
    expect(batches).toEqual([[1, 2, 3]]);
  });

  it('should gather what comes while it is busy', async () => {
    const { calls, batches, hold, release } = setup();
    hold();
    const all = [calls.call(1)];
    await turn();
    all.push(calls.call(2), calls.call(3));
    await turn();
    expect(batches).toEqual([[1]]);
    release();
    expect(await Promise.all(all)).toHaveLength(3);
    expect(batches).toEqual([[1], [2, 3]]);
  });

  it('should not make a call larger than allowed, except for one that is larger by itself', async () => {
    const { calls, batches } = setup();
    await Promise.all([6, 4, 5, 20, 1].map((size) => calls.call(size)));
    expect(batches).toEqual([[6, 4], [5], [20], [1]]);
  });

  it('should fail for all that shared a call, and work again for the next', async () => {
    const { calls } = setup();
    const results = await Promise.allSettled([calls.call(1), calls.call(-1)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await calls.call(2)).toBe('answer 2');
  });

  it('should give the place of a call that never comes back to the next', async () => {
    const { calls, batches, hold, release } = setup({ patienceMs: 20 });
    hold();
    await expect(calls.call(1)).rejects.toMatchObject({ definition: DOCUMENTS_UNAVAILABLE });
    release();
    expect(await calls.call(2)).toBe('answer 2');
    expect(batches).toEqual([[1], [2]]);
  });

  it('should not make calls that nobody waits for any more', async () => {
    const { calls, batches } = setup({ patienceMs: -1 });
    void calls.call(1);
    await turn();
    await turn();
    expect(batches).toEqual([]);
  });
});
