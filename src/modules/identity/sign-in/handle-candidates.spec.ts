import { handleCandidates, toHandle } from './handle-candidates.js';

function first(count: number, wishes: (string | undefined)[]): string[] {
  const candidates = handleCandidates(wishes, () => 'c0ffee42');
  return Array.from({ length: count }, () => candidates.next().value as string);
}

describe('handleCandidates', () => {
  it.each([
    ['Ada Lovelace', 'ada-lovelace'],
    ['Émile', 'emile'],
    ['--x_y.z--', 'x-y-z'],
    ['日本', ''],
    ['a'.repeat(60), 'a'.repeat(39)],
    [`${'a'.repeat(38)} b`, 'a'.repeat(38)],
  ])('should spell %s as %p', (name, handle) => {
    expect(toHandle(name)).toBe(handle);
  });

  it('should try the wished handle, then the name, then numbers, then chance', () => {
    expect(first(11, ['ada', 'Ada L.'])).toEqual(['ada', 'ada-l', ...[2, 3, 4, 5, 6, 7, 8, 9].map((n) => `ada-${n}`), 'ada-c0ffee42']);
  });

  it('should find something for who wishes nothing that can be a handle', () => {
    expect(first(2, [undefined, '日本'])).toEqual(['member-2', 'member-3']);
    expect(first(1, ['x', undefined])).toEqual(['member-2']);
  });

  it('should never be longer than a handle may be', () => {
    expect(first(12, ['b'.repeat(80)]).every((handle) => handle.length <= 39)).toBe(true);
  });
});
