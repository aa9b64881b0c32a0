import { defineJob, handleJob, type RegisteredJob } from '#libs/jobs';
import type { Mailer } from './mailer.port.js';

/** One message to one address. `type`, not `interface`: only those count as JSON to the compiler. */
export type MailSendPayload = {
  to: string;
  subject: string;
  text: string;
};

/** Request this to send mail; tried for about four hours. */
export const MAIL_SEND = defineJob<MailSendPayload>('mail.send', { attempts: 12, backoffMs: 5_000 });

/** Sends requested mail; the job's id is the message's id. */
export function mailSendJob(mailer: Mailer): RegisteredJob {
  return handleJob(MAIL_SEND, (payload, { id }) => mailer.send({ id, ...payload }));
}
