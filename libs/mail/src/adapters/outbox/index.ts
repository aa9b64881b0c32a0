export { OutboxMailer } from './outbox-mailer.js';
export { PostgresMailOutbox } from './postgres-mail-outbox.js';
