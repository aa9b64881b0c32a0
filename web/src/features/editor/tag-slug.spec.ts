import { slugOf } from './tag-slug.js';

describe('slugOf', () => {
  it.each([
    ['Word Order', 'word-order'],
    ['  Grammaire française ', 'grammaire-française'],
    ['c++', 'c++'],
    ['a_b/c', 'a-b-c'],
    ['日本語', '日本語'],
    ['--', ''],
    ['.net', 'net'],
  ])('should write %j as %j', (text, slug) => {
    expect(slugOf(text)).toBe(slug);
  });

  it('should stop at 35 characters', () => {
    expect(slugOf('x'.repeat(60))).toHaveLength(35);
  });
});
