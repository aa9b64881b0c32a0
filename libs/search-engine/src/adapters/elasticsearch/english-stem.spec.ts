import { roughStem } from './english-stem.js';

describe('roughStem', () => {
  it.each([
    ['trees', 'tree'],
    ['class', 'classes'],
    ['gneiss', 'gneiss'],
    ['process', 'processes'],
    ['running', 'run'],
  ])('should give %s and %s one stem', (one, other) => {
    expect(roughStem(one)).toBe(roughStem(other));
  });

  it('should leave a double s alone: it is no plural', () => {
    expect(['class', 'gneiss', 'address'].map(roughStem)).toEqual(['class', 'gneiss', 'address']);
  });
});
