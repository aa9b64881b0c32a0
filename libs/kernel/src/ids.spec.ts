import { isId, newId } from '#libs/kernel';

describe('newId', () => {
  it('is a version 7 UUID whose first 48 bits are the time', () => {
    const id = newId(0x0123456789ab);
    expect(id.startsWith('01234567-89ab-7')).toBe(true);
    expect(isId(id)).toBe(true);
  });

  it('never repeats within one millisecond', () => {
    const ids = new Set(Array.from({ length: 10_000 }, () => newId(1)));
    expect(ids.size).toBe(10_000);
  });
});
