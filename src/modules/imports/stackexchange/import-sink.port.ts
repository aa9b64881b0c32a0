import type { DocumentVersion } from '#libs/documents';
import type { BulkComment } from '#modules/comments';
import type { BulkAnswer, BulkQuestion, BulkTag } from '#modules/questions';
import type { BulkMember } from '#modules/users';
import type { KnownSource, SourceRecord } from '../sources/source-records.repository.js';
import type { SourceKind } from '../sources/source-identity.js';
import type { HistoryRow } from './dump-rows.js';

/** Rows that are written together, with what they came from and the texts that are new. */
export interface ImportBatch<T> {
  rows: T[];
  records: SourceRecord[];
  versions: DocumentVersion[];
  /** Ids of the questions whose pages show these rows. */
  pageIds: string[];
}

/** Handles are proposals, best first: the sink takes the first that is free. */
export type MemberProposal = Omit<BulkMember, 'handle'> & { handles: string[] };

/** Where an import puts what it has read. Each call is one transaction: after a crash a batch is there as a whole or not at all. */
export abstract class ImportSink {
  /** @returns whether old addresses of this site lead here, and whether an earlier run did not come to its end */
  abstract begin(site: { site: string; url: string | null; mayBePrimary: boolean }): Promise<{ isPrimary: boolean; isResumed: boolean }>;
  /** What is known of these source ids; unknown ones are absent. */
  abstract known(kind: SourceKind, sourceIds: readonly number[]): Promise<Map<number, KnownSource>>;
  /** @returns how many of them are new */
  abstract putTags(rows: readonly BulkTag[]): Promise<number>;
  abstract putMembers(batch: ImportBatch<MemberProposal>): Promise<void>;
  abstract putQuestions(batch: ImportBatch<BulkQuestion>): Promise<void>;
  abstract putAnswers(batch: ImportBatch<BulkAnswer>): Promise<void>;
  abstract putComments(batch: ImportBatch<BulkComment>): Promise<void>;
  /** Sets earlier texts aside, to be asked for post by post. */
  abstract putHistory(rows: readonly HistoryRow[]): Promise<void>;
  /** What `putHistory` took for these posts, by post and id. */
  abstract history(postIds: readonly number[]): Promise<HistoryRow[]>;
  /** Brings counters up to date. @param questions source ids of those that changed; null = all of the site */
  abstract finish(questions: Iterable<number> | null): Promise<void>;
}
