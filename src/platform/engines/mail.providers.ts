import type { Provider } from '@nestjs/common';
import { mailConfig, Mailer, MailOutbox } from '#libs/mail';
import type { PostgresMailOutbox } from '#libs/mail/outbox';
import { SqlReader, UnitOfWork } from '#libs/persistence';
import type { Runtime } from '../runtime/runtime.js';
import { RUNTIME } from './tokens.js';

async function mailer(runtime: Runtime, kept: PostgresMailOutbox): Promise<Mailer> {
  const { SMTP_URL, MAIL_FROM } = runtime.configuration.of(mailConfig);
  if (SMTP_URL !== undefined) return new (await import('#libs/mail/smtp')).SmtpMailer({ url: SMTP_URL, from: MAIL_FROM });
  const { OutboxMailer } = await import('#libs/mail/outbox');
  return new OutboxMailer(kept, runtime.logger);
}

async function mailOutbox(unitOfWork: UnitOfWork, reader: SqlReader): Promise<PostgresMailOutbox> {
  const { PostgresMailOutbox } = await import('#libs/mail/outbox');
  return new PostgresMailOutbox(unitOfWork, reader);
}

/** Mail: sent where SMTP_URL says, else kept for the admin. */
export const mailProviders: Provider[] = [
  { provide: MailOutbox, useFactory: mailOutbox, inject: [UnitOfWork, SqlReader] },
  { provide: Mailer, useFactory: mailer, inject: [RUNTIME, MailOutbox] },
];
