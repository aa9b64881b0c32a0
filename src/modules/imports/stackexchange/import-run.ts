import type { Clock } from '#libs/kernel';
import { AppError } from '#libs/kernel';
import { INTERRUPTED } from '../imports.errors.js';
import { ImportReport, type Outcome } from '../report/import-report.js';
import { ProgressMeter } from '../report/progress-meter.js';
import { contentHash, importedId, type SourceKind } from '../sources/source-identity.js';
import type { SourceRecord } from '../sources/source-records.repository.js';
import { TextConverter } from '../text/text-converter.js';
import { XmlRowReader } from '../xml/xml-row-reader.js';
import { DUMP_FILES, type DumpFile, type DumpFolder } from './dump-folder.js';
import { IdNumbers } from './id-numbers.js';
import { IdSet } from './id-set.js';
import type { ImportSink } from './import-sink.port.js';
import { BadRowError, RowFields } from './row-fields.js';
import { WriteBehind } from './write-behind.js';

export interface ImportSite {
  name: string;
  /** Without a slash at its end; null when it is not known where the site lives. */
  url: string | null;
}

/** A row with what it will be here and whether that is new. */
export interface Classified<T> {
  row: T;
  id: string;
  outcome: Outcome;
  contentHash: Buffer;
  textHash: Buffer;
  /** An earlier run took another text. */
  hasOtherText: boolean;
}

const BATCH_ROWS = 500;
/** Characters of text in a batch: 500 of the longest posts would fill the memory. */
const BATCH_CHARACTERS = 1_000_000;

/** How long a byte of a file takes, against one that is only read. */
function weightOf(file: DumpFile, pass: 'first' | 'another'): number {
  if (file === 'Posts.xml') return pass === 'first' ? 1 : 7;
  return file === 'Users.xml' || file === 'Comments.xml' ? 5 : 1;
}

/** What the steps of one import share. */
export class ImportRun {
  readonly report = new ImportReport();
  readonly texts = new TextConverter();
  readonly writes = new WriteBehind();
  readonly users = new IdSet();
  /** Questions that the dump holds in a readable row. */
  readonly questions = new IdSet();
  /** The question of each answer that the dump holds in a readable row. */
  readonly parents = new IdNumbers();
  /** What was handed to the sink, this time or before. */
  readonly done = { questions: new IdSet(), answers: new IdSet(), comments: new IdSet() };
  /** Answers that their question names as accepted. */
  readonly accepted = new IdSet();
  /** Questions whose counters this import changes. */
  readonly touched = new IdSet();
  /** Score minus votes, per post. */
  readonly votes = new IdNumbers();
  /** How many bodies the history has, per post. */
  readonly bodies = new IdNumbers();
  readonly meter: ProgressMeter;

  constructor(
    readonly site: ImportSite,
    readonly dump: DumpFolder,
    readonly sink: ImportSink,
    clock: Clock,
    private readonly signal: AbortSignal | undefined,
  ) {
    const once = DUMP_FILES.reduce((sum, file) => sum + dump.size(file) * weightOf(file, 'first'), 0);
    // Posts.xml is read three times: for the ids, for questions, for answers.
    this.meter = new ProgressMeter(once + 2 * dump.size('Posts.xml') * weightOf('Posts.xml', 'another'), clock);
  }

  idOf(kind: SourceKind, sourceId: number): string {
    return importedId(this.site.name, kind, sourceId);
  }

  /** Where the original is, or null. */
  urlOf(path: string): string | null {
    return this.site.url === null ? null : `${this.site.url}/${path}`;
  }

  /**
   * The rows of a file, mapped; what cannot be read is reported unless this is another pass over the same file. A file that is not there has none.
   * @throws IMPORTS.INTERRUPTED between two blocks of it
   */
  async *rows<T>(file: DumpFile, map: (fields: RowFields) => T, pass: 'first' | 'another' = 'first'): AsyncGenerator<T> {
    if (!this.dump.has(file)) return;
    this.meter.begin(file, weightOf(file, pass));
    const isFirst = pass === 'first';
    const reader = new XmlRowReader(this.dump.pathOf(file), {
      onBytes: (bytes) => {
        this.meter.addBytes(bytes);
        this.assertRunning();
      },
      onDamage: (damage) => isFirst && this.report.damage({ file, ...damage }),
    });
    for await (const { line, row, attributes } of reader.read()) {
      this.meter.addRow();
      if (isFirst) this.report.read(file);
      let value: T;
      try {
        value = map(new RowFields(attributes));
      } catch (error) {
        if (!(error instanceof BadRowError)) throw error;
        if (isFirst) this.report.damage({ file, line, row, id: attributes['Id'] ?? null, why: error.message });
        continue;
      }
      yield value;
    }
  }

  /** Gathers rows into batches of bounded size. */
  async *batches<T>(rows: AsyncIterable<T>, characters: (row: T) => number): AsyncGenerator<T[]> {
    let batch: T[] = [];
    let weight = 0;
    for await (const row of rows) {
      batch.push(row);
      weight += characters(row);
      if (batch.length < BATCH_ROWS && weight < BATCH_CHARACTERS) continue;
      yield batch;
      batch = [];
      weight = 0;
    }
    if (batch.length > 0) yield batch;
  }

  /** Tells new, changed and known rows apart. @param parts what a row is written from: its text last */
  async classify<T extends { id: number }>(kind: SourceKind, rows: readonly T[], parts: (row: T) => { content: unknown; text: string }): Promise<Classified<T>[]> {
    const known = await this.sink.known(kind, rows.map((row) => row.id));
    return rows.map((row) => {
      const { content, text } = parts(row);
      const before = known.get(row.id);
      const hash = contentHash(content, text);
      const textHash = contentHash(text);
      const outcome: Outcome = before === undefined ? 'added' : before.contentHash.equals(hash) ? 'unchanged' : 'changed';
      const hasOtherText = before?.textHash != null && !before.textHash.equals(textHash);
      return { row, id: this.idOf(kind, row.id), outcome, contentHash: hash, textHash, hasOtherText };
    });
  }

  recordOf(kind: SourceKind, item: Classified<{ id: number }>, parentId: string | null): SourceRecord {
    return { kind, sourceId: item.row.id, entityId: item.id, parentId, contentHash: item.contentHash, textHash: item.textHash };
  }

  /** The owner as our columns have it: a member, or only a name. */
  authorOf(row: { ownerId: number | null; ownerName: string | null }): { authorId: string | null; authorName: string | null } {
    if (row.ownerId !== null && this.users.has(row.ownerId)) return { authorId: this.idOf('user', row.ownerId), authorName: null };
    return { authorId: null, authorName: row.ownerName ?? (row.ownerId === null ? 'deleted user' : `user${row.ownerId}`) };
  }

  private assertRunning(): void {
    if (this.signal?.aborted) throw new AppError(INTERRUPTED, { detail: 'what is written stays; run the same command again to go on' });
  }
}
