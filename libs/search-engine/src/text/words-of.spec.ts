import { splitForIndex, termsOf } from './words-of.js';

describe('splitForIndex', () => {
  it.each([
    ['and/or node.js a_b-c', 'and or node js a b c'],
    ["lojban's “coi”", 'lojban s coi'],
    ['日本語 and 文', '日 本 語 and 文'],
    ['ภาษา', 'ภ า ษ า'],
    ['C++ & C#', 'C C'],
    ['ﬁx ½', 'fix 1 2'],
    [`key ${'a'.repeat(100)} end`, 'key end'],
    ['', ''],
  ])('should split %j', (text, words) => {
    expect(splitForIndex(text)).toBe(words);
  });

  it('should keep marks with their letters', () => {
    expect(splitForIndex('e\u0301te\u0301')).toBe('été');
    expect(splitForIndex('हिन्दी')).toBe('हिन्दी');
  });
});

describe('termsOf', () => {
  it('should keep a run of unspaced letters together as a sequence', () => {
    expect(termsOf('日本 go')).toEqual([{ parts: ['日', '本'] }, { parts: ['go'] }]);
  });
});
