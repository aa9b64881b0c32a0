import { SecretBox } from './secret-box.js';

describe('SecretBox', () => {
  const box = new SecretBox('a secret of the site', 'tests');

  it('should open what it sealed, in the same context only', () => {
    const sealed = box.seal('grüße 日本', 'row 1');
    expect(box.open(sealed, 'row 1')).toBe('grüße 日本');
    expect(box.open(sealed, 'row 2')).toBeNull();
  });

  it('should not open what was sealed under another secret or purpose', () => {
    const sealed = box.seal('value');
    expect(new SecretBox('another secret of it', 'tests').open(sealed)).toBeNull();
    expect(new SecretBox('a secret of the site', 'other').open(sealed)).toBeNull();
  });

  it('should notice every changed byte and every cut', () => {
    const sealed = box.seal('value');
    for (let i = 0; i < sealed.length; i++) {
      const changed = Buffer.from(sealed);
      changed[i] = changed[i]! ^ 1;
      expect(box.open(changed)).toBeNull();
      expect(box.open(sealed.subarray(0, i))).toBeNull();
    }
  });

  it('should never seal the same value to the same bytes', () => {
    expect(box.seal('value').equals(box.seal('value'))).toBe(false);
  });

  it('should refuse a secret that is too short to be one', () => {
    expect(() => new SecretBox('short', 'tests')).toThrow('at least 16 characters');
  });
});
