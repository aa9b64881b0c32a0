import type { MailMessage } from './mailer.port.js';

export interface KeptMail extends MailMessage {
  at: Date;
}

/** The messages that stayed on this machine because no mail server is set: for the administrator to read and pass on. */
export abstract class MailOutbox {
  /** Newest first, at most `limit`, older than `before` when that is given. */
  abstract list(limit: number, before?: Pick<KeptMail, 'at' | 'id'>): Promise<KeptMail[]>;
  /** Forgets messages from before `before`; returns how many. */
  abstract purge(before: Date): Promise<number>;
}
