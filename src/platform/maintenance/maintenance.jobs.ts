import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DocumentStore } from '#libs/documents';
import { defineJob, handleJob, JobRegistry } from '#libs/jobs';
import { Logger } from '#libs/observability';
import { COLLECTIONS_WITH_ROWS, MaintenanceTables } from './maintenance.tables.js';

const HOUR_MS = 60 * 60 * 1000;

const retry = { attempts: 3, backoffMs: 10_000 };
const SWEEP_DOCUMENTS = defineJob('maintenance.sweep-documents', retry);
const PURGE_KEYS = defineJob('maintenance.purge-idempotency-keys', retry);
const PURGE_LOG = defineJob('maintenance.purge-event-log', retry);
const PURGE_MAIL = defineJob('maintenance.purge-mail-outbox', retry);

/** Housekeeping once an hour: texts without a row, old idempotency keys, events and kept mail past their retention. */
@Injectable()
export class MaintenanceJobs implements OnModuleInit {
  constructor(
    private readonly registry: JobRegistry,
    private readonly documents: DocumentStore,
    private readonly tables: MaintenanceTables,
    private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.registry.add(handleJob(SWEEP_DOCUMENTS, () => this.sweepDocuments()), HOUR_MS);
    this.registry.add(handleJob(PURGE_KEYS, () => this.tables.purgeKeys()), HOUR_MS);
    this.registry.add(handleJob(PURGE_LOG, () => this.tables.purgeLog()), HOUR_MS);
    this.registry.add(handleJob(PURGE_MAIL, () => this.tables.purgeMail()), HOUR_MS);
  }

  /** A text older than an hour whose row never came: its transaction is over (60 s at most), nobody will ever see it. */
  private async sweepDocuments(): Promise<void> {
    for (const collection of COLLECTIONS_WITH_ROWS) {
      const removed = await this.documents.sweep(collection, this.tables.ago(HOUR_MS), (ids) => this.tables.textVersions(collection, ids));
      if (removed > 0) this.logger.info('swept texts without a row', { collection, removed });
    }
  }
}
