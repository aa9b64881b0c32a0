import { requireMailAddress } from '../src/mail-address.js';
import { Mailer, type MailMessage } from '../src/mailer.port.js';

/** Keeps what was sent, one per id. `refuse` makes it fail, as a mail server does that is down. */
export class FakeMailer extends Mailer {
  readonly delivers = true;
  readonly isIdempotent = true;
  readonly sent: MailMessage[] = [];
  refuse = false;

  async send(message: MailMessage): Promise<void> {
    requireMailAddress(message.to);
    await this.check();
    if (!this.sent.some((other) => other.id === message.id)) this.sent.push({ ...message });
  }

  async check(): Promise<void> {
    if (this.refuse) throw new Error('the mail server is down');
  }

  async close(): Promise<void> {
    // Holds nothing.
  }
}
