import { assertJson } from './assert-json.js';

describe('assertJson', () => {
  it('should take whatever JSON can carry', () => {
    expect(() => assertJson({ id: 'a', n: 1.5, list: [null, true, { text: 'Ä 日本語 🪨' }] })).not.toThrow();
    expect(() => assertJson(null)).not.toThrow();
  });

  it.each([
    ['undefined', { a: undefined }],
    ['a date', { at: new Date() }],
    ['NaN', [Number.NaN]],
    ['a bigint', { n: 1n }],
    ['a map', { m: new Map() }],
    ['NUL', { text: 'a\u0000b' }],
    ['a lone surrogate', { text: '\ud800' }],
    ['a payload over 256 KiB', { text: 'x'.repeat(300_000) }],
  ])('should refuse %s', (_, payload) => {
    expect(() => assertJson(payload)).toThrow(TypeError);
  });

  it('should refuse a value that contains itself', () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    expect(() => assertJson(loop)).toThrow('nested deeper');
  });
});
