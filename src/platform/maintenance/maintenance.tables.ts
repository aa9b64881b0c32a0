import { Injectable } from '@nestjs/common';
import type { DocumentCollection } from '#libs/documents';
import { EventLog, LOG_RETENTION_DAYS } from '#libs/events';
import { Clock, systemContext } from '#libs/kernel';
import { MailOutbox } from '#libs/mail';
import { purgeIdempotencyKeys, UnitOfWork } from '#libs/persistence';
import { CommentsRepository } from '#modules/comments';
import { QuestionsFacade } from '#modules/questions';

const HOUR_MS = 60 * 60 * 1000;
const KEY_RETENTION_MS = 48 * HOUR_MS;
const MAIL_RETENTION_MS = 30 * 24 * HOUR_MS;
const LOG_RETENTION_MS = LOG_RETENTION_DAYS * 24 * HOUR_MS;

/** The collections of texts whose rows `textVersions` knows. */
export const COLLECTIONS_WITH_ROWS = ['questions', 'answers', 'comments'] as const satisfies readonly DocumentCollection[];

/** What housekeeping reads and deletes. */
@Injectable()
export class MaintenanceTables {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly log: EventLog,
    private readonly questions: QuestionsFacade,
    private readonly comments: CommentsRepository,
    private readonly mail: MailOutbox,
    private readonly clock: Clock,
  ) {}

  /** The version of its text each of these rows shows. */
  textVersions(collection: (typeof COLLECTIONS_WITH_ROWS)[number], ids: readonly string[]): Promise<Map<string, number>> {
    return collection === 'comments' ? this.comments.textVersions(ids) : this.questions.textVersions(collection, ids);
  }

  async purgeKeys(): Promise<void> {
    await this.unitOfWork.run(systemContext('maintenance'), (tx) => purgeIdempotencyKeys(tx, this.ago(KEY_RETENTION_MS)));
  }

  async purgeLog(): Promise<void> {
    await this.log.purge(this.ago(LOG_RETENTION_MS));
  }

  async purgeMail(): Promise<void> {
    await this.mail.purge(this.ago(MAIL_RETENTION_MS));
  }

  ago(ms: number): Date {
    return new Date(this.clock.now().getTime() - ms);
  }
}
