import { eventually } from '#libs/testing';
import { IdleMemory } from './idle-memory.js';

describe('IdleMemory', () => {
  function looks(...utilizations: number[]): number[] {
    const collected: number[] = [];
    let at = 0;
    const memory = new IdleMemory(() => void collected.push(at));
    for (const utilization of utilizations) {
      at += 1;
      memory.look(utilization);
    }
    return collected;
  }

  it('should collect once, at the second quiet look after work', () => {
    expect(looks(0.9, 0.01, 0.01, 0.01, 0.01)).toEqual([3]);
  });

  it('should collect what the start has left', () => {
    expect(looks(0, 0, 0)).toEqual([2]);
  });

  it('should wait until the work is over, however often it pauses', () => {
    expect(looks(0.9, 0.01, 0.3, 0.01, 0.2, 0.01, 0.01)).toEqual([7]);
  });

  it('should collect again after new work', () => {
    expect(looks(0.9, 0, 0, 0, 0.6, 0, 0)).toEqual([3, 7]);
  });
});

describe('what V8 is asked', () => {
  it('should free what nobody holds any more', async () => {
    const full = usedWithGarbage();
    const memory = new IdleMemory();
    memory.look(0);
    memory.look(0);
    await eventually(() => expect(full - process.memoryUsage().heapUsed).toBeGreaterThan(20 * 1024 * 1024));
  });
});

/** A function of its own: nothing of it is left on the stack. */
function usedWithGarbage(): number {
  const garbage = Array.from({ length: 400_000 }, (_, n) => ({ n, text: `garbage ${n}` }));
  return garbage.length > 0 ? process.memoryUsage().heapUsed : 0;
}
