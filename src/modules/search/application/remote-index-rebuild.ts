import { Injectable } from '@nestjs/common';
import { EventLog } from '#libs/events';
import { AppError } from '#libs/kernel';
import { DirectConnections } from '#libs/persistence';
import { type IndexBuild, type RemoteSearchEngine, SEARCH_TYPES, SearchIndexes, type SearchType } from '#libs/search-engine';
import { SEARCH_BUILD_FAILED, SEARCH_BUILD_RUNNING } from '../search.errors.js';
import { CHANGE_TYPES } from './changed-things.js';
import { IndexComparison } from './index-comparison.js';
import { RebuildMemory } from './rebuild-memory.js';
import type { SearchIndex } from './search-index.js';
import { SearchSources } from './search-sources.js';

const BATCH = 500;
const EVENTS = 500;
const FIRST = '00000000-0000-0000-0000-000000000000';
const TRY_LOCK = `select pg_try_advisory_lock(hashtextextended('cairn search build', 0)) as locked`;

export interface RebuildOptions {
  onProgress?: (progress: { type: SearchType; done: number }) => void;
  signal?: AbortSignal;
}

/**
 * Makes a new index of the other engine beside the one in use and puts it in its place, while the site runs and searches go on.
 *
 * Live writes go to the index in use. What changed since the build began is read from the event log before the swap, and once more after it:
 * a write that still met the old index has its event in the log by then. A build that ends early, even by kill -9, leaves an index that nobody
 * reads; the next one removes it and starts anew.
 */
@Injectable()
export class RemoteIndexRebuild {
  constructor(
    private readonly indexes: SearchIndexes,
    private readonly sources: SearchSources,
    private readonly comparison: IndexComparison,
    private readonly log: EventLog,
    private readonly connections: DirectConnections,
    private readonly memory: RebuildMemory,
  ) {}

  /** @throws SEARCH.BUILD_RUNNING when one runs already, SEARCH.BUILD_FAILED, SEARCH.ENGINE_UNAVAILABLE */
  async run(options: RebuildOptions = {}): Promise<void> {
    const { remote } = this.indexes;
    if (!remote) return;
    const lock = await this.connections.connect('search-build');
    // Whoever loses the lock must not go on: another build may have begun.
    const lost = new AbortController();
    lock.onClosed(() => lost.abort());
    try {
      const [row] = await lock.query<{ locked: boolean }>(TRY_LOCK);
      if (!row?.locked) throw new AppError(SEARCH_BUILD_RUNNING);
      const signal = AbortSignal.any([lost.signal, ...(options.signal ? [options.signal] : [])]);
      await this.replace(remote, { ...options, signal });
    } finally {
      await lock.close();
    }
  }

  private async replace(remote: RemoteSearchEngine, options: RebuildOptions): Promise<void> {
    const asked = await this.memory.begin(remote.engine);
    const from = await this.log.head();
    const build = await remote.build();
    const index = this.sources.into(build);
    const reached = await this.fill(remote, build, from, options).catch(async (error: unknown) => {
      await build.discard().catch(() => undefined);
      throw error;
    });
    await this.memory.swapping(remote.engine);
    await build.activate();
    await this.catchUp(index, reached, {});
    await this.memory.done(remote.engine, asked);
  }

  private async fill(remote: RemoteSearchEngine, build: IndexBuild, from: number, options: RebuildOptions): Promise<number> {
    const index = this.sources.into(build);
    for (const type of SEARCH_TYPES) await this.load(index, type, options);
    const loaded = await this.catchUp(index, from, options);
    await this.verify(remote, build, index);
    // Comparing may have taken a while.
    return this.catchUp(index, loaded, options);
  }

  private async load(index: SearchIndex, type: SearchType, { onProgress, signal }: RebuildOptions): Promise<void> {
    let done = 0;
    for (let ids = await this.sources.idsAfter(type, FIRST, BATCH); ids.length > 0; ids = await this.sources.idsAfter(type, ids.at(-1)!, BATCH)) {
      signal?.throwIfAborted();
      await this.sources.update(index, ids.map((id) => ({ type, id })));
      done += ids.length;
      onProgress?.({ type, done });
    }
  }

  /** Up to what the log holds now, not further: on a busy site there is always more. @returns the seq up to which all is in */
  private async catchUp(index: SearchIndex, from: number, { signal }: RebuildOptions): Promise<number> {
    const head = await this.log.head();
    for (let seq = from; seq < head; ) {
      signal?.throwIfAborted();
      const events = await this.log.since(seq, EVENTS, { types: CHANGE_TYPES });
      if (events.length === 0) break;
      await index.apply(events);
      seq = events.at(-1)!.seq;
    }
    return head;
  }

  /** What is not as it should be is written once more; what then still is not, and is not the document's own fault, stops the swap. */
  private async verify(remote: RemoteSearchEngine, build: IndexBuild, index: SearchIndex): Promise<void> {
    const { differences, count } = await this.comparison.compare(build, { looks: 1 });
    if (count > differences.length) throw new AppError(SEARCH_BUILD_FAILED, { detail: `${count} things are missing from the new index` });
    await this.sources.update(index, differences);
    const left = await this.comparison.differencesOf(build, differences);
    const rejected = new Set((await this.memory.rejected(remote.engine, left)).map(({ type, id }) => `${type}:${id}`));
    const unexplained = left.filter(({ type, id, problem }) => problem === 'missing' && !rejected.has(`${type}:${id}`));
    if (unexplained.length > 0) throw new AppError(SEARCH_BUILD_FAILED, { detail: `the new index lacks ${unexplained.slice(0, 3).map(({ type, id }) => `${type} ${id}`).join(', ')} (${unexplained.length})` });
  }
}
