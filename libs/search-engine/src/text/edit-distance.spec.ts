import { editDistance } from './edit-distance.js';

describe('editDistance', () => {
  it.each([
    ['lojban', 'lojban', 0],
    ['lojban', 'lojbam', 1],
    ['lojban', 'lojban s'.slice(0, 6), 0],
    ['lojban', 'lojbn', 1],
    ['lojban', 'lojjban', 1],
    ['lojban', 'lojbna', 1],
    ['lojban', 'ojlban', 2],
    ['abc', 'xyz', 3],
    ['', 'ab', 2],
  ])('should count the letters between %s and %s', (a, b, distance) => {
    expect(editDistance(a, b, 3)).toBe(distance);
  });

  it('should stop counting above the limit', () => {
    expect(editDistance('abcdef', 'uvwxyz', 2)).toBe(3);
    expect(editDistance('a', 'abcdef', 2)).toBe(3);
  });
});
