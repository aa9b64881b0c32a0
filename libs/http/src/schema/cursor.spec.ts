import { z } from 'zod';
import { CursorInstant, CursorInt, CursorText, decodeCursor, encodeCursor, toPage } from './cursor.js';

const Cursor = z.tuple([CursorInstant, CursorInt, CursorText]);
const values = ['2026-01-02T03:04:05.678901Z', -7, 'Ä'] as const;

describe('cursors', () => {
  it('give back the values they were made of', () => {
    expect(decodeCursor(Cursor, encodeCursor(values))).toEqual(values);
  });

  it.each<[string, string]>([
    ['not base64url', '%%%'],
    ['no JSON', Buffer.from('{').toString('base64url')],
    ['of another list', encodeCursor([1, 'a'])],
    ['with too many values', encodeCursor([...values, 1])],
    ['nested', Buffer.from('[['.repeat(100)).toString('base64url')],
    ['no list at all', Buffer.from('null').toString('base64url')],
  ])('are refused when they are %s', (_name, cursor) => {
    expect(() => decodeCursor(Cursor, cursor)).toThrow(expect.objectContaining({ code: 'REQUEST.CURSOR_INVALID' }));
  });

  it.each<[string, unknown[]]>([
    ['a moment that does not exist', ['2026-02-30T00:00:00.000000Z', 0, '']],
    ['hour 25', ['2026-01-01T25:00:00.000000Z', 0, '']],
    ['the year 0, which PostgreSQL does not have', ['0000-01-01T00:00:00.000000Z', 0, '']],
    ['a word where a moment stands', ['infinity', 0, '']],
    ['a moment without microseconds', ['2026-01-01T00:00:00Z', 0, '']],
    ['more than an int', [values[0], 2_147_483_648, '']],
    ['an int whose negative is none', [values[0], -2_147_483_648, '']],
    ['a fraction', [values[0], 0.5, '']],
    ['a NUL', [values[0], 0, 'a\0']],
    ['half a character', [values[0], 0, '\ud83d']],
    ['a long text', [values[0], 0, 'x'.repeat(201)]],
  ])('are refused when they hold %s', (_name, bad) => {
    const cursor = Buffer.from(JSON.stringify(bad)).toString('base64url');
    expect(() => decodeCursor(Cursor, cursor)).toThrow(expect.objectContaining({ code: 'REQUEST.CURSOR_INVALID' }));
  });
});

describe('toPage', () => {
  const page = (rows: number[]): ReturnType<typeof toPage> => toPage(rows, 2, (row) => [row], (row) => `item ${row}`);

  it('cuts the row too many off and continues after the last one that stays', () => {
    const { items, nextCursor } = page([1, 2, 3]);
    expect(items).toEqual(['item 1', 'item 2']);
    expect(decodeCursor(z.tuple([z.number()]), nextCursor!)).toEqual([2]);
  });

  it('ends where the rows end', () => {
    expect([page([1, 2]).nextCursor, page([]).nextCursor]).toEqual([null, null]);
  });
});
