import { systemContext } from '#libs/kernel';
import { sql, type SqlReader, type UnitOfWork } from '#libs/persistence';
import { type KeptMail, MailOutbox } from '../../mail-outbox.port.js';
import type { MailMessage } from '../../mailer.port.js';

const KEEP = sql('mail.keep', 'insert into mail.messages (id, recipient, subject, body) values ($1, $2, $3, $4) on conflict (id) do nothing returning id');
const COLUMNS = 'id, recipient as "to", subject, body as text, at';
const NEWEST = sql<KeptMail>('mail.newest', `select ${COLUMNS} from mail.messages order by at desc, id desc limit $1`);
const OLDER = sql<KeptMail>(
  'mail.older',
  `select ${COLUMNS} from mail.messages where (at, id) < ($2::timestamptz, $3) order by at desc, id desc limit $1`,
);
const PURGE = sql<{ id: string }>('mail.purge', 'delete from mail.messages where at < $1 returning id');

/** A table; written by the outbox mailer only. */
export class PostgresMailOutbox extends MailOutbox {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: SqlReader,
  ) {
    super();
  }

  /** @returns false when a message of this id is kept already */
  async keep(message: MailMessage): Promise<boolean> {
    const { id, to, subject, text } = message;
    const rows = await this.unitOfWork.run(systemContext('mail outbox'), (tx) => tx.query(KEEP, [id, to, subject, text]));
    return rows.length > 0;
  }

  list(limit: number, before?: Pick<KeptMail, 'at' | 'id'>): Promise<KeptMail[]> {
    return before ? this.reader.query(OLDER, [limit, before.at, before.id]) : this.reader.query(NEWEST, [limit]);
  }

  async purge(before: Date): Promise<number> {
    const rows = await this.unitOfWork.run(systemContext('mail outbox'), (tx) => tx.query(PURGE, [before]));
    return rows.length;
  }
}
