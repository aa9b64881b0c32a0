import { systemContext } from '#libs/kernel';
import type { Logger } from '#libs/observability';
import type { Tx, UnitOfWork } from '#libs/persistence';
import { MAILS } from '../../pages/words.js';
import type { AccountRow, AccountStore } from './account-store.js';
import type { MailLinks } from './mail-links.js';

/** Hands a message over in the caller's transaction; it is sent once that commits. */
export type SendMail = (tx: Tx, message: { to: string; subject: string; text: string }) => Promise<void>;

export interface AccountMailOptions {
  send: SendMail;
  /** Base of links: the issuer's public address. */
  issuer: () => string;
  /** Where people log in. */
  logInUrl: () => string;
  logger: Logger;
}

/** The messages an account gets. */
export class AccountMail {
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly accounts: AccountStore,
    private readonly links: MailLinks,
    private readonly uow: UnitOfWork,
    private readonly options: AccountMailOptions,
  ) {}

  async sendVerification(tx: Tx, account: { id: string; email: string }): Promise<void> {
    const token = await this.links.issue(tx, account.id, 'verify');
    await this.send(tx, account.email, MAILS.verify(`${this.options.issuer()}/account/verify?token=${token}`));
  }

  async sendExists(tx: Tx, email: string): Promise<void> {
    await this.send(tx, email, MAILS.exists(this.options.logInUrl()));
  }

  async sendPasswordChanged(tx: Tx, email: string): Promise<void> {
    await this.send(tx, email, MAILS.changed());
  }

  /**
   * Sends a link for a new password if there is such an account. Returns before it has looked:
   * neither the answer nor its time tells whether the address is known.
   */
  requestReset(email: string): void {
    this.behind(async () => {
      const account = await this.accounts.byEmail(email);
      if (account) await this.uow.run(systemContext('issuer'), (tx) => this.sendReset(tx, account));
    });
  }

  /** Resolves when nothing is under way any more. */
  async settled(): Promise<void> {
    await Promise.all(this.running);
  }

  private async sendReset(tx: Tx, account: AccountRow): Promise<void> {
    const token = await this.links.issue(tx, account.id, 'reset');
    await this.send(tx, account.email, MAILS.reset(`${this.options.issuer()}/account/reset?token=${token}`));
  }

  private async send(tx: Tx, to: string, mail: { subject: string; text: string }): Promise<void> {
    await this.options.send(tx, { to, ...mail });
  }

  private behind(work: () => Promise<void>): void {
    const run = work()
      .catch((err: unknown) => this.options.logger.error('account mail could not be prepared', { err }))
      .finally(() => this.running.delete(run));
    this.running.add(run);
  }
}
