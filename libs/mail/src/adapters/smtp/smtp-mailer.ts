import { createTransport } from 'nodemailer';
import { requireMailAddress } from '../../mail-address.js';
import { Mailer, type MailMessage } from '../../mailer.port.js';

export interface SmtpMailerOptions {
  /** `smtp://user:password@host:port` or `smtps://…` */
  url: string;
  /** `Name <address>` or an address. */
  from: string;
}

const TIMEOUT_MS = 10_000;

/** Nodemailer over SMTP, a few connections kept open. A message has left when the server has answered 250 to its data. */
export class SmtpMailer extends Mailer {
  readonly delivers = true;
  readonly isIdempotent = false;
  private readonly transport;
  private readonly domain: string;

  constructor(private readonly options: SmtpMailerOptions) {
    super();
    this.domain = /@([^\s>]+)>?$/.exec(options.from)?.[1] ?? 'localhost';
    this.transport = createTransport({
      url: options.url,
      pool: true,
      maxConnections: 3,
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: 3 * TIMEOUT_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  async send(message: MailMessage): Promise<void> {
    await this.transport.sendMail({
      from: this.options.from,
      to: { name: '', address: requireMailAddress(message.to) },
      subject: message.subject.replace(/[\r\n]+/g, ' '),
      text: message.text,
      messageId: `<${message.id.replace(/[^\w.-]/g, '-')}@${this.domain}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  }

  async check(): Promise<void> {
    await this.transport.verify();
  }

  async close(): Promise<void> {
    this.transport.close();
  }
}
