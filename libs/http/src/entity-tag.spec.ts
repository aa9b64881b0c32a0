import { encodedTag, entityTag, heldTag, requireVersion } from './entity-tag.js';

describe('entityTag', () => {
  it('differs by body and by version', () => {
    const tags = [entityTag('a'), entityTag('b'), entityTag('a', 1), entityTag('a', 2)];
    expect(new Set(tags).size).toBe(4);
    expect(tags.every((tag) => /^"[\w-]+"$/.test(tag))).toBe(true);
    expect(entityTag('a')).toBe(entityTag(Buffer.from('a')));
  });
});

describe('encodedTag', () => {
  it('differs by encoding, and names the same version', () => {
    const tags = ['identity', 'gzip', 'br'].map((encoding) => encodedTag('"v7-x"', encoding));
    expect(tags).toEqual(['"v7-x"', '"v7-x.gzip"', '"v7-x.br"']);
    for (const tag of tags) expect(() => requireVersion(tag, 7)).not.toThrow();
  });
});

describe('heldTag', () => {
  it.each<[string | undefined, string | null]>([
    [undefined, null],
    ['*', '"v1-x"'],
    ['"v1-x"', '"v1-x"'],
    ['W/"v1-x"', '"v1-x"'],
    ['"other", "v1-x"', '"v1-x"'],
    ['"other.br", "v1-x.gzip"', '"v1-x.gzip"'],
    ['W/"v1-x.br"', '"v1-x.br"'],
    ['"v1-x.zstd"', null],
    ['"v1-x.br.br"', null],
    ['"other"', null],
    ['v1-x', null],
    ['', null],
  ])('If-None-Match: %s', (header, expected) => {
    expect(heldTag(header, '"v1-x"')).toBe(expected);
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
