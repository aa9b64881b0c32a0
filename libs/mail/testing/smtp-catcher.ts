import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { MailMessage } from '../src/mailer.port.js';

function decodeWords(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, text: string) => (/b/i.test(kind) ? Buffer.from(text, 'base64').toString() : decodeQuoted(text.replaceAll('_', ' '))));
}

function decodeQuoted(text: string): string {
  const bytes = text.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}

function decodeBody(encoding: string, body: string): string {
  const text = /base64/i.test(encoding) ? Buffer.from(body, 'base64').toString() : /quoted/i.test(encoding) ? decodeQuoted(body) : body;
  return text.replaceAll('\r\n', '\n');
}

/** The parts of a message as it came over the wire (RFC 5322, RFC 2047). */
function parse(raw: string, to: string): MailMessage {
  const end = raw.indexOf('\r\n\r\n');
  const head = raw.slice(0, end).replace(/\r\n[ \t]/g, ' ');
  const header = (name: string) => new RegExp(`^${name}: *(.*)$`, 'im').exec(head)?.[1] ?? '';
  const id = /<([^@]+)@/.exec(header('Message-ID'))?.[1] ?? '';
  return { id, to, subject: decodeWords(header('Subject')), text: decodeBody(header('Content-Transfer-Encoding'), raw.slice(end + 4)) };
}

/** A real SMTP server on loopback that keeps what it takes, one entry per recipient. */
export class SmtpCatcher {
  readonly messages: MailMessage[] = [];
  private refuses = false;
  private readonly server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onMailFrom: (_address, _session, done) => done(this.refuses ? new Error('no room') : null),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('utf8');
        for (const { address } of session.envelope.rcptTo) this.messages.push(parse(raw, address));
        done();
      });
    },
  });

  /** @returns its URL */
  async listen(): Promise<string> {
    // A client that goes away in mid-conversation is no failure of the catcher.
    this.server.on('error', () => undefined);
    await new Promise<void>((resolve) => void this.server.listen(0, '127.0.0.1', resolve));
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  refuse(): void {
    this.refuses = true;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(resolve));
  }
}
