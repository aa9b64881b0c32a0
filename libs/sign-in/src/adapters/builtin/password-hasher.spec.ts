import { PasswordHasher } from './password-hasher.js';

describe('PasswordHasher', () => {
  const hasher = new PasswordHasher();

  it('should know the password again and no other', async () => {
    const stored = await hasher.hash('glacier umbrella tin');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    await expect(hasher.verify(stored, 'glacier umbrella tin')).resolves.toBe(true);
    await expect(hasher.verify(stored, 'glacier umbrella Tin')).resolves.toBe(false);
  });

  it('should salt: the same password never gives the same hash', async () => {
    expect(await hasher.hash('the same words')).not.toBe(await hasher.hash('the same words'));
  });

  it('should take composed and decomposed letters for the same', async () => {
    const stored = await hasher.hash('pässwörter genug'.normalize('NFC'));
    await expect(hasher.verify(stored, 'pässwörter genug'.normalize('NFD'))).resolves.toBe(true);
  });

  it('should refuse everybody where there is no account', async () => {
    await expect(hasher.verify(null, '')).resolves.toBe(false);
  });

  it('should serve more askers than may run at once', async () => {
    const stored = await hasher.hash('many at once here');
    const verdicts = await Promise.all(Array.from({ length: 7 }, (_, i) => hasher.verify(stored, i === 3 ? 'many at once here' : 'wrong one')));
    expect(verdicts).toEqual([false, false, false, true, false, false, false]);
  });
});
