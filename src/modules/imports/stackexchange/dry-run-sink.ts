import type { BulkTag } from '#modules/questions';
import type { KnownSource } from '../sources/source-records.repository.js';
import type { HistoryRow } from './dump-rows.js';
import { ImportSink } from './import-sink.port.js';

/** Takes everything and keeps nothing; needs no database. */
export class DryRunSink extends ImportSink {
  async begin(): Promise<{ isPrimary: boolean; isResumed: boolean }> {
    return { isPrimary: false, isResumed: false };
  }

  async known(): Promise<Map<number, KnownSource>> {
    return new Map();
  }

  async history(): Promise<HistoryRow[]> {
    return [];
  }

  async putTags(rows: readonly BulkTag[]): Promise<number> {
    return rows.length;
  }

  async putMembers(): Promise<void> {}
  async putQuestions(): Promise<void> {}
  async putAnswers(): Promise<void> {}
  async putComments(): Promise<void> {}
  async putHistory(): Promise<void> {}
  async finish(): Promise<void> {}
}
