export { MAIL_BAD_ADDRESS, requireMailAddress } from './mail-address.js';
export { type KeptMail, MailOutbox } from './mail-outbox.port.js';
export { MAIL_SEND, mailSendJob, type MailSendPayload } from './mail-send.job.js';
export { mailConfig } from './mail.config.js';
export { Mailer, type MailMessage } from './mailer.port.js';
export { mailMigrations } from './migrations/index.js';
