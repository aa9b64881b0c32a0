import { findBadText } from './bad-text.js';

function nested(depth: number): unknown {
  let value: unknown = 'leaf';
  for (let level = 0; level < depth; level += 1) value = { a: value };
  return value;
}

describe('findBadText', () => {
  it.each<[string, unknown]>([
    ['plain values', { a: 'text', b: [1, true, null, undefined], c: { d: 'Ä 日本語' } }],
    ['pairs of surrogates', '👩‍👩‍👧'],
    ['control characters other than NUL', 'tab\t bell\u0007'],
    ['32 levels', nested(32)],
    ['nothing', undefined],
  ])('lets %s pass', (_name, value) => {
    expect(findBadText(value)).toBeNull();
  });

  it.each<[string, unknown, string]>([
    ['a NUL', 'a\0b', ''],
    ['a high surrogate alone', { a: ['ok', '\ud83d'] }, '/a/1'],
    ['a low surrogate alone', { a: { b: '\udc00x' } }, '/a/b'],
    ['a bad key, which the pointer cannot name', { a: { 'b\0': 1 } }, '/a'],
    ['something below a key with a slash and a tilde', { 'a/b~c': '\0' }, '/a~1b~0c'],
  ])('points to %s', (_name, value, pointer) => {
    expect(findBadText(value)).toMatchObject({ pointer, code: 'invalid_text' });
  });

  it('starts its pointers where it is told', () => {
    expect(findBadText({ q: '\0' }, '/query')?.pointer).toBe('/query/q');
  });

  it('refuses to go deeper than any schema, whatever lies there', () => {
    expect(findBadText(nested(33))).toMatchObject({ code: 'too_deep', pointer: '/a'.repeat(32) });
    expect(findBadText(nested(10_000))).toMatchObject({ code: 'too_deep' });
  });
});
