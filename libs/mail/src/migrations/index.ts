import type { Migration } from '#libs/persistence';

/** The local outbox. */
export const mailMigrations: Migration[] = [
  {
    id: '0001-mail-outbox',
    up: `
      create schema if not exists mail;
      create table mail.messages (
        id text primary key,
        recipient text not null,
        subject text not null,
        body text not null,
        at timestamptz(3) not null default clock_timestamp()
      );
      create index messages_newest on mail.messages (at desc, id desc);
    `,
  },
];
