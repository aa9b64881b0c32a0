import { Injectable } from '@nestjs/common';
import { Logger } from '#libs/observability';
import { DirectConnections } from '#libs/persistence';
import { SEARCH_TYPES, SearchIndexes, type SearchType } from '#libs/search-engine';
import { RebuildMemory } from './rebuild-memory.js';
import { SearchSources } from './search-sources.js';

const BATCH = 500;
const FIRST = '00000000-0000-0000-0000-000000000000';
const TRY_LOCK = `select pg_try_advisory_lock(hashtextextended('cairn search fill', 0)) as locked`;

/** What PostgreSQL's own index is called among the engines. */
export const LOCAL_ENGINE = 'postgresql';

export interface FillOptions {
  /** Empties the index first. */
  fromScratch?: boolean;
  onProgress?: (progress: { type: SearchType; done: number }) => void;
  signal?: AbortSignal;
}

/** Puts everything into PostgreSQL's index again, in place, while the site runs. Two at once do no harm. */
@Injectable()
export class LocalIndexFill {
  constructor(
    private readonly indexes: SearchIndexes,
    private readonly sources: SearchSources,
    private readonly memory: RebuildMemory,
    private readonly connections: DirectConnections,
    private readonly logger: Logger,
  ) {}

  /** @returns how many rows of each type were gone through */
  async run({ fromScratch, onProgress, signal }: FillOptions = {}): Promise<Record<SearchType, number>> {
    const asked = await this.memory.begin(LOCAL_ENGINE);
    const { local } = this.indexes;
    if (fromScratch) await local.clear();
    const index = this.sources.into(local);
    const counts: Record<SearchType, number> = { user: 0, question: 0, answer: 0 };
    for (const type of SEARCH_TYPES) {
      for (let ids = await this.sources.idsAfter(type, FIRST, BATCH); ids.length > 0; ids = await this.sources.idsAfter(type, ids.at(-1)!, BATCH)) {
        signal?.throwIfAborted();
        await this.sources.update(index, ids.map((id) => ({ type, id })));
        counts[type] += ids.length;
        onProgress?.({ type, done: counts[type] });
      }
    }
    await this.memory.done(LOCAL_ENGINE, asked);
    return counts;
  }

  /** Runs if the index lacks something that no event will tell, or has the versions of an older rule. @returns false while another process does it */
  async runIfDue(signal: AbortSignal): Promise<boolean> {
    if ((await this.memory.reasonToBuild(LOCAL_ENGINE)) === null) return true;
    const lock = await this.connections.connect('search-fill');
    try {
      const [row] = await lock.query<{ locked: boolean }>(TRY_LOCK);
      if (!row?.locked) return false;
      // Somebody may have done it before the lock was free.
      const reason = await this.memory.reasonToBuild(LOCAL_ENGINE);
      if (reason === null) return true;
      const counts = await this.run({ signal });
      // A new site has nothing yet.
      if (Object.values(counts).some((count) => count > 0)) this.logger.info('the search index was built', { engine: LOCAL_ENGINE, reason, ...counts });
      return true;
    } finally {
      await lock.close();
    }
  }
}
