import { checkPassword, passwordAdvice } from './password-policy.js';

describe('checkPassword', () => {
  it.each([
    ['ninechars', 'too-short'],
    ['日本語日本語日本語', 'too-short'],
    ['x'.repeat(257), 'too-long'],
    ['password123', 'too-common'],
    ['Pass-Word_123', 'too-common'],
    ['1234567890', 'too-common'],
    ['0987654321', 'too-common'],
    ['qwertyuiop', 'too-common'],
    ['aaaaaaaaaaaa', 'too-common'],
    ['abcabcabcabc', 'too-common'],
    ['ada.lovelace1', 'personal'],
    ['adalovelace99', 'personal'],
    ['cairncairn99', 'personal'],
  ])('should refuse %s as %s', (password, problem) => {
    expect(checkPassword(password, ['adalovelace', 'ada.lovelace@example.org'])).toBe(problem);
  });

  it.each(['glacier umbrella tin', 'xK9#mmPq2vL', '日本語日本語日本語語', 'adalovelace builds engines', 'y'.repeat(5) + 'correct pony'])(
    'should take %s',
    (password) => {
      expect(checkPassword(password, ['adalovelace', 'ada.lovelace@example.org'])).toBeNull();
    },
  );

  it('should take 256 characters and blanks at both ends as they are', () => {
    const long = 'many words and then some '.repeat(11).slice(0, 256);
    expect(checkPassword(long)).toBeNull();
  });

  it('should have a sentence for every problem', () => {
    expect(passwordAdvice('too-short')).toContain('10');
    expect(passwordAdvice('too-long')).toContain('256');
  });
});
