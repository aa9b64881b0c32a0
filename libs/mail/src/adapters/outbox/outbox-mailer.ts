import type { Logger } from '#libs/observability';
import { requireMailAddress } from '../../mail-address.js';
import { Mailer, type MailMessage } from '../../mailer.port.js';
import type { PostgresMailOutbox } from './postgres-mail-outbox.js';

/** Keeps messages on this machine and says so in the log: nothing is delivered. */
export class OutboxMailer extends Mailer {
  readonly delivers = false;
  readonly isIdempotent = true;

  constructor(
    private readonly outbox: PostgresMailOutbox,
    private readonly logger: Logger,
  ) {
    super();
  }

  async send(message: MailMessage): Promise<void> {
    requireMailAddress(message.to);
    const isNew = await this.outbox.keep(message);
    if (isNew) this.logger.info('mail kept in the local outbox', { mailId: message.id, to: message.to, subject: message.subject });
  }

  async check(): Promise<void> {
    await this.outbox.list(1);
  }

  async close(): Promise<void> {
    // Holds nothing of its own.
  }
}
