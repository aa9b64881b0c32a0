import { AppError } from '#libs/kernel';
import type { RemoteSearchEngine } from './remote-search-engine.port.js';
import type { RemoteWatch } from './remote-watch.js';
import { type IndexedVersion, type SearchDocument, SearchEngine, type SearchQuery, type SearchResult, type SearchType, type SuggestQuery } from './search-engine.port.js';

/**
 * Asks the other engine while its watch says so, and PostgreSQL otherwise: then the result says `degraded`. A search that finds the engine
 * failing has waited at most its time-out and still gets PostgreSQL's answer. Writes go to both, PostgreSQL first.
 */
export class FallbackSearchEngine extends SearchEngine {
  constructor(
    private readonly remote: RemoteSearchEngine,
    private readonly local: SearchEngine,
    private readonly watch: RemoteWatch,
  ) {
    super();
  }

  async search(query: SearchQuery): Promise<SearchResult> {
    const found = await this.tryRemote(() => this.remote.search(query));
    return found ?? { ...(await this.local.search(query)), degraded: true };
  }

  async suggest(query: SuggestQuery): Promise<{ type: SearchType; id: string }[]> {
    return (await this.tryRemote(() => this.remote.suggest(query))) ?? this.local.suggest(query);
  }

  async put(documents: readonly SearchDocument[]): Promise<void> {
    await this.local.put(documents);
    await this.remote.put(documents);
  }

  async remove(items: readonly { type: SearchType; id: string; version: number }[]): Promise<void> {
    await this.local.remove(items);
    await this.remote.remove(items);
  }

  async clear(): Promise<void> {
    await this.local.clear();
    await this.remote.clear();
  }

  async count(): Promise<Record<SearchType, number>> {
    return (await this.tryRemote(() => this.remote.count())) ?? this.local.count();
  }

  versions(type: SearchType, after: string, limit: number): Promise<IndexedVersion[]> {
    return this.remote.versions(type, after, limit);
  }

  versionsOf(items: readonly { type: SearchType; id: string }[]): Promise<(IndexedVersion & { type: SearchType })[]> {
    return this.remote.versionsOf(items);
  }

  /** Null when the engine is not to be asked, or has just failed. @throws what is wrong with the question itself */
  private async tryRemote<T>(ask: () => Promise<T>): Promise<T | null> {
    if (!this.watch.isUp) return null;
    try {
      return await ask();
    } catch (error) {
      if (error instanceof AppError && error.definition.kind === 'invalid') throw error;
      this.watch.failed(error);
      return null;
    }
  }
}
