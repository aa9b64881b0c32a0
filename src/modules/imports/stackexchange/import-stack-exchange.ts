import { Injectable } from '@nestjs/common';
import { DocumentStore } from '#libs/documents';
import { PageVersions } from '#libs/http';
import { Clock } from '#libs/kernel';
import { UnitOfWork } from '#libs/persistence';
import type { ImportSummary } from '../report/import-report.js';
import { SourceRecords } from '../sources/source-records.repository.js';
import { ContentWriters } from './content-writers.js';
import type { ImportOptions } from './import-options.js';
import { StoringSink } from './storing-sink.js';

/**
 * Imports a Stack Exchange data dump: members without accounts, questions, answers, comments, tags, older versions.
 *
 * Writes in bulk, without events or mail; the caller re-indexes at the end. Run again it adds what is new and updates scores; it never
 * touches our own votes and edits. Killed, it goes on where it was.
 * @throws IMPORTS.NOT_A_DUMP, IMPORTS.SITE_NAME_INVALID, IMPORTS.INTERRUPTED
 */
@Injectable()
export class ImportStackExchange {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly documents: DocumentStore,
    private readonly writers: ContentWriters,
    private readonly sources: SourceRecords,
    private readonly pages: PageVersions,
    private readonly clock: Clock,
  ) {}

  async execute(options: ImportOptions): Promise<ImportSummary> {
    const sink = new StoringSink(this.uow, this.documents, this.writers, this.sources, this.pages, this.clock);
    // Parsers and converters that only an import needs; the API has this class in its modules, too.
    const { runImport } = await import('./run-import.js');
    return runImport({ ...options, sink, clock: this.clock, isDryRun: false });
  }
}
