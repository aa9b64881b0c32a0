import { setImmediate as turn } from 'node:timers/promises';
import { CoalescedReads, type CoalescedReadsOptions } from './coalesced-reads.js';

/** Answers each statement when the test lets it. */
function setup(options?: CoalescedReadsOptions) {
  const statements: { keys: readonly number[]; answer: () => void; fail: (error: Error) => void }[] = [];
  const reads = new CoalescedReads<number, string>(
    (keys) =>
      new Promise((resolve, reject) => {
        statements.push({ keys, answer: () => resolve(new Map(keys.filter((key) => key > 0).map((key) => [key, `v${key}`]))), fail: reject });
      }),
    options,
  );
  return { reads, statements };
}

describe('CoalescedReads', () => {
  it('should send what was asked for in one turn as one statement, each key once', async () => {
    const { reads, statements } = setup();
    const answers = [reads.one(1), reads.one(2), reads.one(1), reads.one(-1)];
    await turn();
    expect(statements.map(({ keys }) => keys)).toEqual([[1, 2, -1]]);
    statements[0]!.answer();
    expect(await Promise.all(answers)).toEqual(['v1', 'v2', 'v1', null]);
  });

  it('should never join a statement that is under way', async () => {
    const { reads, statements } = setup({ inFlight: 1 });
    const first = reads.one(1);
    await turn();
    const second = [reads.one(1), reads.one(3)];
    await turn();
    expect(statements).toHaveLength(1);
    statements[0]!.answer();
    await first;
    await turn();
    expect(statements[1]?.keys).toEqual([1, 3]);
    statements[1]!.answer();
    expect(await Promise.all(second)).toEqual(['v1', 'v3']);
  });

  it('should fail everyone of a statement, and nobody else', async () => {
    const { reads, statements } = setup();
    const lost = Promise.allSettled([reads.one(1), reads.one(2)]);
    await turn();
    statements[0]!.fail(new Error('gone'));
    expect((await lost).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const next = reads.one(1);
    await turn();
    statements[1]!.answer();
    expect(await next).toBe('v1');
  });

  it('should bound a statement, and still take one request that is larger', async () => {
    const { reads, statements } = setup({ maxKeys: 3 });
    void reads.read([1, 2, 3, 4]);
    void reads.read([5, 6]);
    void reads.read([7, 8]);
    for (let round = 0; round < 3; round += 1) {
      await turn();
      statements[round]?.answer();
      await turn();
    }
    expect(statements.map(({ keys }) => keys)).toEqual([[1, 2, 3, 4], [5, 6], [7, 8]]);
  });
});
