import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SubscriberRegistry } from '#libs/events';
import { indexCursor, SearchIndexes } from '#libs/search-engine';
import { SearchSources } from '../application/search-sources.js';
import { IndexChanges } from './index-changes.js';

/** An engine that comes back is caught up with at once, not after the longest pause that other subscribers make. */
const LONGEST_RETRY_MS = 3_000;

/** Hands this module's subscribers to the worker: one for each index. */
@Injectable()
export class SearchSubscriptions implements OnModuleInit {
  constructor(
    private readonly registry: SubscriberRegistry,
    private readonly indexes: SearchIndexes,
    private readonly sources: SearchSources,
  ) {}

  onModuleInit(): void {
    const { local, remote } = this.indexes;
    this.registry.add(new IndexChanges(this.sources.into(local), { name: 'search-index' }));
    if (!remote) return;
    // From the newest event on: what was before it comes with the first build (IndexKeeper).
    this.registry.add(new IndexChanges(this.sources.into(remote), { name: indexCursor(remote.engine), startsAt: 'head', longestRetryMs: LONGEST_RETRY_MS }));
  }
}
