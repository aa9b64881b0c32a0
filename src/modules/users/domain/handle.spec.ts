import { isHandle } from './handle.js';

describe('isHandle', () => {
  it.each(['ada', 'a1', '0x', 'ada-lovelace', 'a'.repeat(39)])('takes %s', (handle) => {
    expect(isHandle(handle)).toBe(true);
  });

  it.each(['', 'a', 'Ada', '-ada', 'ada-', 'ada_l', 'ada.l', 'ädä', 'a b', 'ada\n', 'a'.repeat(40), 'erased-01890000-0000-7000-8000-00000000000a'])('refuses %j', (handle) => {
    expect(isHandle(handle)).toBe(false);
  });

  it.each(['me', 'admin', 'moderator', 'cairn', 'system', 'api', 'null'])('keeps %s for the house', (handle) => {
    expect(isHandle(handle)).toBe(false);
  });
});
