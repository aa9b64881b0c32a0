import { IdleMemory } from './idle-memory.js';

describe('IdleMemory', () => {
  function looks(...utilizations: number[]): number[] {
    const collected: number[] = [];
    let at = 0;
    const memory = new IdleMemory(() => collected.push(at));
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
