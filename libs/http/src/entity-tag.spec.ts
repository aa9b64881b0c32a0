import { entityTag, matchesTag, requireVersion } from './entity-tag.js';

describe('entityTag', () => {
  it('differs by body and by version', () => {
    const tags = [entityTag('a'), entityTag('b'), entityTag('a', 1), entityTag('a', 2)];
    expect(new Set(tags).size).toBe(4);
    expect(tags.every((tag) => /^"[\w-]+"$/.test(tag))).toBe(true);
    expect(entityTag('a')).toBe(entityTag(Buffer.from('a')));
  });
});

describe('matchesTag', () => {
  it.each<[string | undefined, boolean]>([
    [undefined, false],
    ['*', true],
    ['"v1-x"', true],
    ['W/"v1-x"', true],
    ['"other", "v1-x"', true],
    ['"other"', false],
    ['v1-x', false],
    ['', false],
  ])('If-None-Match: %s', (header, expected) => {
    expect(matchesTag(header, '"v1-x"')).toBe(expected);
  });
});

describe('requireVersion', () => {
  it.each<[string | undefined]>([[undefined], ['*'], [entityTag('what I saw', 7)], ['"v7"'], ['W/"v7-x"'], ['"v6-x", "v7-x"']])('lets If-Match %s pass for version 7', (header) => {
    expect(() => requireVersion(header, 7)).not.toThrow();
  });

  it.each([entityTag('what I saw', 6), '"v77-x"', '"abc"', '', 'v7', '"x-v7-"'])('refuses If-Match %s for version 7', (header) => {
    expect(() => requireVersion(header, 7)).toThrow(expect.objectContaining({ code: 'REQUEST.PRECONDITION_FAILED' }));
  });
});
