import { COMMON_PASSWORDS } from './common-passwords.js';

export const PASSWORD_MIN = 10;
export const PASSWORD_MAX = 256;

export type PasswordProblem = 'too-short' | 'too-long' | 'too-common' | 'personal';

const WALKS = ['01234567890123456789', '09876543210987654321', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm', 'qwertzuiopasdfghjklyxcvbnm', 'azertyuiopqsdfghjklmwxcvbn', '1qaz2wsx3edc4rfv5tgb6yhn7ujm'];

function isWalk(word: string): boolean {
  return WALKS.some((walk) => walk.includes(word) || [...walk].reverse().join('').includes(word));
}

/** True for `aaaaaaaaaa`, `abcabcabcabc`: one short piece, over and over. */
function isRepetition(word: string): boolean {
  for (let period = 1; period <= 4; period++) {
    if (word.length >= period * 3 && word === word.slice(0, period).repeat(Math.ceil(word.length / period)).slice(0, word.length)) return true;
  }
  return false;
}

function isCommon(password: string): boolean {
  const word = password.toLowerCase().replace(/[\s._-]/g, '');
  return COMMON_PASSWORDS.has(word) || isWalk(word) || isRepetition(word);
}

/** True when little is left of the password once the person's own names are taken out. */
function isPersonal(password: string, names: readonly string[]): boolean {
  let rest = password.toLowerCase();
  for (const name of names) {
    if (name.length >= 3) rest = rest.replaceAll(name.toLowerCase(), '');
  }
  return rest !== password.toLowerCase() && rest.replace(/[\d\W_]/g, '').length < 4;
}

/**
 * NIST SP 800-63B §3.1.1.2: length counts, composition does not; what is guessed first is refused.
 * Length is counted in characters (code points). `names`: handle, e-mail address and the like.
 * @returns what is wrong, or null
 */
export function checkPassword(password: string, names: readonly string[] = []): PasswordProblem | null {
  const length = [...password].length;
  if (length < PASSWORD_MIN) return 'too-short';
  if (length > PASSWORD_MAX) return 'too-long';
  if (isCommon(password)) return 'too-common';
  return isPersonal(password, [...names, 'cairn', ...names.flatMap((name) => name.split('@').slice(0, 1))]) ? 'personal' : null;
}

const SENTENCES: Record<PasswordProblem, string> = {
  'too-short': `Use at least ${PASSWORD_MIN} characters.`,
  'too-long': `Use at most ${PASSWORD_MAX} characters.`,
  'too-common': 'This password is among the first that guessing programs try. Choose another one.',
  personal: 'This password is too close to your own name or address. Choose another one.',
};

/** The sentence for the person who chose it. */
export function passwordAdvice(problem: PasswordProblem): string {
  return SENTENCES[problem];
}
