import { isId, newId } from './ids.js';

describe('newId', () => {
  it('is a version 7 UUID whose first 48 bits are the time', () => {
    const id = newId(0x0123456789ab);
    expect(id.startsWith('01234567-89ab-7')).toBe(true);
    expect(['8', '9', 'a', 'b']).toContain(id[19]);
    expect(isId(id)).toBe(true);
  });

  it('never repeats within one millisecond', () => {
    const ids = new Set(Array.from({ length: 10_000 }, () => newId(1)));
    expect(ids.size).toBe(10_000);
  });
});

describe('isId', () => {
  it.each<[string, unknown]>([
    ['upper case', '01234567-89AB-7000-8000-000000000000'],
    ['braces', '{01234567-89ab-7000-8000-000000000000}'],
    ['no hyphens', '0123456789ab70008000000000000000'],
    ['a line break at the end', '01234567-89ab-7000-8000-000000000000\n'],
    ['a number', 7],
    ['nothing', undefined],
  ])('refuses %s', (_name, value) => {
    expect(isId(value)).toBe(false);
  });

  it('takes any version: imported ids are made from their source', () => {
    expect(isId('886313e1-3b8a-5372-9b90-0c9aee199e5d')).toBe(true);
  });
});
