import { systemContext } from '#libs/kernel';
import type { UnitOfWork } from '#libs/persistence';
import type { AttemptLimiter, AttemptVerdict } from '../../attempt-limiter.port.js';
import { checkPassword, passwordAdvice } from '../../password-policy.js';
import type { AccountMail } from './account-mail.js';
import type { AccountRow, AccountStore } from './account-store.js';
import type { LockOut } from './lock-out.js';
import type { MailLinks } from './mail-links.js';
import type { PasswordHasher } from './password-hasher.js';

export type ResetOutcome = { kind: 'done' } | { kind: 'expired' } | { kind: 'refused'; advice: string };

export type VerifyOutcome = 'done' | 'expired' | 'refused' | 'locked';

export interface MailedActionParts {
  accounts: AccountStore;
  links: MailLinks;
  mail: AccountMail;
  hasher: PasswordHasher;
  lockOut: LockOut;
  limiter: AttemptLimiter;
  uow: UnitOfWork;
}

/** What people do through links in messages: confirm an address, choose a new password. */
export class MailedActions {
  constructor(private readonly parts: MailedActionParts) {}

  /** Counts against the address of the asker, then answers the same for every address asked about. */
  async requestReset(email: string, ip: string): Promise<AttemptVerdict> {
    const verdict = await this.parts.limiter.take('send-mail', ip);
    if (verdict.allowed) this.parts.mail.requestReset(email);
    return verdict;
  }

  /** Sends the confirmation message again to somebody who just proved the password. */
  async resendVerification(account: AccountRow, ip: string): Promise<AttemptVerdict> {
    const verdict = await this.parts.limiter.take('send-mail', ip);
    if (verdict.allowed) await this.parts.uow.run(systemContext('issuer'), (tx) => this.parts.mail.sendVerification(tx, account));
    return verdict;
  }

  /**
   * Confirms an address. The password is asked for as well: whoever registered with a foreign address knows it,
   * the owner of that address does not, and would else open the account to the other with one click.
   */
  async verify(token: string, password: string): Promise<VerifyOutcome> {
    const { accounts, links, lockOut, hasher, uow } = this.parts;
    const accountId = await links.peek(token, 'verify');
    const account = accountId === null ? null : await accounts.byId(accountId);
    if (!account) return 'expired';
    if ((await lockOut.take(account.email)) !== null) return 'locked';
    if (!(await hasher.verify(account.passwordHash, password))) return 'refused';
    return uow.run(systemContext('issuer'), async (tx): Promise<VerifyOutcome> => {
      await lockOut.clear(tx, account.email);
      if ((await links.redeem(tx, token, 'verify')) === null) return 'expired';
      await accounts.verify(tx, account.id);
      return 'done';
    });
  }

  /** Whoever reads the mailbox owns the address: a reset confirms it, too. The lock ends, all sessions end. */
  async reset(token: string, password: string): Promise<ResetOutcome> {
    const { accounts, links, hasher, lockOut, mail, uow } = this.parts;
    const accountId = await links.peek(token, 'reset');
    const account = accountId === null ? null : await accounts.byId(accountId);
    if (!account) return { kind: 'expired' };
    const problem = checkPassword(password, [account.email, account.handle ?? '']);
    if (problem) return { kind: 'refused', advice: passwordAdvice(problem) };
    const passwordHash = await hasher.hash(password);
    return uow.run(systemContext('issuer'), async (tx): Promise<ResetOutcome> => {
      if ((await links.redeem(tx, token, 'reset')) === null) return { kind: 'expired' };
      await accounts.setPassword(tx, account.id, passwordHash);
      await accounts.verify(tx, account.id);
      await lockOut.clear(tx, account.email);
      await mail.sendPasswordChanged(tx, account.email);
      return { kind: 'done' };
    });
  }
}
