import { commentRow, historyRow, postRow, splitTags, userRow } from './dump-rows.js';
import { handleProposals } from './handle-proposals.js';
import { IdNumbers } from './id-numbers.js';
import { IdSet } from './id-set.js';
import { BadRowError, RowFields } from './row-fields.js';
import { WriteBehind } from './write-behind.js';

const at = '2019-03-03T10:00:00.120';
const fields = (attributes: Record<string, string>): RowFields => new RowFields(attributes);

describe('the rows of a dump', () => {
  it('should read times as UTC', () => {
    const { createdAt } = commentRow(fields({ Id: '1', PostId: '2', Text: 'x', CreationDate: at }));
    expect(createdAt.toISOString()).toBe('2019-03-03T10:00:00.120Z');
  });

  it.each([
    ['a question without a title', () => postRow(fields({ Id: '1', PostTypeId: '1', CreationDate: at })), 'Title is missing'],
    ['an answer to nothing', () => postRow(fields({ Id: '1', PostTypeId: '2', CreationDate: at })), 'ParentId is missing'],
    ['a number that is none', () => postRow(fields({ Id: '1e9', PostTypeId: '2', CreationDate: at, ParentId: '1' })), 'Id is not a whole number: "1e9"'],
    ['a date that is none', () => userRow(fields({ Id: '1', CreationDate: '2019-13-45T00:00:00' })), 'CreationDate is not a time: "2019-13-45T00:00:00"'],
    ['a comment without words', () => commentRow(fields({ Id: '1', PostId: '2', Text: '', CreationDate: at })), 'Text is missing'],
    ['history of nothing', () => historyRow(fields({ Id: '1', PostHistoryTypeId: '2', CreationDate: at })), 'PostId is missing'],
  ])('should refuse %s, saying what is wrong', (_name, read, message) => {
    expect(read).toThrow(new BadRowError(message));
  });

  it('should tell questions and answers from the rest', () => {
    const post = { Id: '1', CreationDate: at, Title: 't', ParentId: '1', Body: 'b' };
    expect(postRow(fields({ ...post, PostTypeId: '1' })).kind).toBe('question');
    expect(postRow(fields({ ...post, PostTypeId: '2' })).kind).toBe('answer');
    expect(postRow(fields({ ...post, PostTypeId: '4' }))).toMatchObject({ kind: 'other', reason: expect.stringContaining('tag excerpt') });
    expect(postRow(fields({ ...post, PostTypeId: '1', DeletionDate: at }))).toMatchObject({ kind: 'other', reason: 'deleted at its source' });
  });

  it.each([['<c#><.net>', ['c#', '.net']], ['|a|b|', ['a', 'b']], ['', []]])('should split the tags %j', (value, tags) => {
    expect(splitTags(value)).toEqual(tags);
  });
});

describe('handleProposals', () => {
  it.each([
    ['Zoë O’Neil', 7, 'zoe-oneil'],
    ['Henry WH Hack v2.1.3', 7, 'henry-wh-hack-v2-1-3'],
    ['日本語', 7, 'user-7'],
    ['12345', 7, '12345-7'],
    ['admin', 7, 'admin-7'],
    ['x', 7, 'x-7'],
    ['a'.repeat(60), 7, 'a'.repeat(39)],
    ['Community', -1, 'community'],
  ])('should make of %s (%d) first %s', (name, id, handle) => {
    expect(handleProposals(name, id)[0]).toBe(handle);
  });

  it('should always have others, all of them fit to be a handle', () => {
    for (const name of ['Rob', '', '--', 'ß'.repeat(50), 'me', '99', 'a'.repeat(60)]) {
      const proposals = handleProposals(name, 1234567);
      expect(proposals.length).toBeGreaterThan(4);
      expect(new Set(proposals).size).toBe(proposals.length);
      expect(proposals.filter((handle) => !/^[a-z0-9](?:[a-z0-9-]{0,37}[a-z0-9])$/.test(handle) || /^\d+$/.test(handle))).toEqual([]);
    }
  });
});

describe('IdSet', () => {
  it('should hold ids far apart, below zero too, each once', () => {
    const set = new IdSet();
    const ids = [0, 1, 7, 8, 65_535, 65_536, 80_000_000, 9_007_199_254_740_991, -1, -1_000];
    expect(ids.map((id) => set.add(id))).toEqual(ids.map(() => true));
    expect(ids.map((id) => set.add(id))).toEqual(ids.map(() => false));
    expect(ids.every((id) => set.has(id))).toBe(true);
    expect([2, 65_534, 79_999_999, -2].some((id) => set.has(id))).toBe(false);
    expect(set.size).toBe(ids.length);
    expect([...set.values()].sort((a, b) => a - b)).toEqual([...ids].sort((a, b) => a - b));
  });
});

describe('IdNumbers', () => {
  it('should add up, give 0 for the unknown and tell what is not 0', () => {
    const numbers = new IdNumbers();
    numbers.add(5, 3);
    numbers.add(5, -4);
    numbers.add(9_000_000, 2);
    numbers.add(6, 1);
    numbers.add(6, -1);
    numbers.add(-1, 9);
    expect([numbers.get(5), numbers.get(6), numbers.get(7), numbers.get(-1)]).toEqual([-1, 0, 0, 0]);
    expect([...numbers.entries()]).toEqual([[5, -1], [9_000_000, 2]]);
  });
});

describe('WriteBehind', () => {
  it('should let one write run while the caller goes on, in order', async () => {
    const writes = new WriteBehind();
    const done: number[] = [];
    let release = (): void => undefined;
    await writes.start(() => new Promise<void>((resolve) => (release = resolve)).then(() => void done.push(1)));
    const second = writes.start(async () => void done.push(2));
    expect(done).toEqual([]);
    release();
    await second;
    await writes.settle();
    expect(done).toEqual([1, 2]);
  });

  it('should hand a failure to whoever comes next', async () => {
    const writes = new WriteBehind();
    await writes.start(() => Promise.reject(new Error('full')));
    await expect(writes.start(async () => undefined)).rejects.toThrow('full');
    await expect(writes.settle()).rejects.toThrow('full');
  });
});
