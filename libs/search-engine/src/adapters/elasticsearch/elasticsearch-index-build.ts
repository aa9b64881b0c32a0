import type { IndexBuild } from '../../remote-search-engine.port.js';
import type { IndexedVersion, SearchDocument, SearchType } from '../../search-engine.port.js';
import type { BulkWriter } from './bulk-writer.js';
import { toIndexDocument, toTombstone } from './index-document.js';
import type { IndexLifecycle } from './index-lifecycle.js';
import type { IndexReads } from './index-reads.js';

/** Longer than any search takes. */
const GRACE_MS = 1_500;

/** An index on its way. Until it is settled its writes are not seen by searches, only by their versions. */
export class ElasticsearchIndexBuild implements IndexBuild {
  private isSettled = false;

  constructor(
    readonly name: string,
    private readonly writer: BulkWriter,
    private readonly reads: IndexReads,
    private readonly lifecycle: IndexLifecycle,
  ) {}

  async put(documents: readonly SearchDocument[]): Promise<void> {
    await this.writer.write(documents.map(toIndexDocument), this.options());
  }

  async remove(items: readonly { type: SearchType; id: string; version: number }[]): Promise<void> {
    await this.writer.write(items.map(toTombstone), this.options());
  }

  async count(): Promise<Record<SearchType, number>> {
    await this.settle();
    return this.reads.count(this.name);
  }

  async versions(type: SearchType, after: string, limit: number): Promise<IndexedVersion[]> {
    await this.settle();
    return this.reads.versions(this.name, type, after, limit);
  }

  versionsOf(items: readonly { type: SearchType; id: string }[]): Promise<(IndexedVersion & { type: SearchType })[]> {
    return this.reads.versionsOf(this.name, items);
  }

  async activate(): Promise<void> {
    await this.settle();
    await this.lifecycle.activate(this.name, { graceMs: GRACE_MS });
  }

  discard(): Promise<void> {
    return this.lifecycle.remove(this.name);
  }

  private async settle(): Promise<void> {
    if (this.isSettled) return;
    await this.lifecycle.settle(this.name);
    this.isSettled = true;
  }

  private options(): { target: string; isAlias: false; visible: boolean } {
    return { target: this.name, isAlias: false, visible: this.isSettled };
  }
}
