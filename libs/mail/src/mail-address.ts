import { AppError, defineError } from '#libs/kernel';

export const MAIL_BAD_ADDRESS = defineError('MAIL.BAD_ADDRESS', 'invalid', 'This is not an e-mail address');

/** No spaces, quotes, lists, comments or display names: what people type into a form (a part of RFC 5321 §4.1.2). */
const ADDRESS = /^[^\s@<>(),;:"\\[\]\u0000-\u001f]{1,64}@[^\s@<>(),;:"\\[\]\u0000-\u001f]{1,255}$/u;

/** @throws MAIL.BAD_ADDRESS */
export function requireMailAddress(address: string): string {
  if (!ADDRESS.test(address)) throw new AppError(MAIL_BAD_ADDRESS);
  return address;
}
