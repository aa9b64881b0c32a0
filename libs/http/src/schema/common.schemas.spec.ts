import { z } from 'zod';
import { Id, line, MarkdownBody, pageQuery, repeatable } from './common.schemas.js';

const passes = (schema: z.ZodType, value: unknown): boolean => schema.safeParse(value).success;

describe('line', () => {
  const Title = line(3, 10);

  it('trims, and makes one space of any white space', () => {
    expect(Title.parse(' a\u00a0\n\t b ')).toBe('a b');
  });

  it('counts characters, not code units', () => {
    expect([passes(Title, '😀😀'), passes(Title, '😀😀😀'), passes(Title, '😀'.repeat(10)), passes(Title, '😀'.repeat(11))]).toEqual([false, true, true, false]);
  });

  it.each<[string, unknown]>([
    ['control characters', 'abc\u0007'],
    ['invisible characters only', '\u200b\u200b\u200b'],
    ['a number', 123],
  ])('refuses %s', (_name, value) => {
    expect(passes(Title, value)).toBe(false);
  });

  it('takes an empty line where it may be empty', () => {
    expect(line(0, 10).parse('  ')).toBe('');
  });
});

describe('MarkdownBody', () => {
  it.each<[string, string, boolean]>([
    ['one character', 'x', true],
    ['one picture', '😀', true],
    ['nothing', '', false],
    ['spaces', ' \n ', false],
    ['invisible characters', '\u200b\ufeff', false],
    ['64 KB', 'x'.repeat(65_536), true],
    ['64 KB of two bytes each', 'é'.repeat(32_768), true],
    ['one byte more', 'x'.repeat(65_537), false],
  ])('%s: %s', (_name, value, expected) => {
    expect(passes(MarkdownBody, value)).toBe(expected);
  });
});

describe('query members', () => {
  const Query = z.strictObject(pageQuery);

  it.each<[string, unknown, boolean]>([
    ['1', '1', true],
    ['100', '100', true],
    ['0', '0', false],
    ['101: refused, not clamped', '101', false],
    ['a fraction', '1.5', false],
    ['a word', 'ten', false],
    ['empty', '', false],
    ['given twice', ['1', '2'], false],
  ])('a limit of %s', (_name, limit, expected) => {
    expect(passes(Query, { limit })).toBe(expected);
  });

  it('take a cursor once', () => {
    expect([passes(Query, { cursor: 'abc' }), passes(Query, { cursor: ['a', 'b'] }), passes(Query, { cursor: '' })]).toEqual([true, false, false]);
  });

  it('may be repeatable', () => {
    const Tags = z.strictObject({ tag: repeatable(z.string().min(1), 2) });
    expect([Tags.parse({}), Tags.parse({ tag: 'a' }), Tags.parse({ tag: ['a', 'b'] })]).toEqual([{ tag: [] }, { tag: ['a'] }, { tag: ['a', 'b'] }]);
    expect(passes(Tags, { tag: ['a', 'b', 'c'] })).toBe(false);
  });
});

describe('Id', () => {
  it('takes UUIDs in lower case', () => {
    expect([passes(Id, '01890000-0000-7000-8000-00000000000a'), passes(Id, '01890000-0000-7000-8000-00000000000A'), passes(Id, '7')]).toEqual([true, false, false]);
  });
});
