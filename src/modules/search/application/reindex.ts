import { Injectable } from '@nestjs/common';
import { Logger } from '#libs/observability';
import { EngineRecords, SearchIndexes, type SearchType } from '#libs/search-engine';
import { LOCAL_ENGINE, LocalIndexFill } from './local-index-fill.js';
import { RemoteIndexRebuild } from './remote-index-rebuild.js';

export interface ReindexProgress {
  type: SearchType;
  /** Of this type, so far, in this index. */
  done: number;
  /** `postgresql`, or the name of the other engine. */
  engine: string;
}

export interface ReindexOptions {
  /** Empties the index in PostgreSQL first. Needed only when it may hold what the rows no longer know, as after a restore. */
  fromScratch?: boolean;
  /**
   * The other engine's index lacks nothing that the events did not tell it: it goes on answering until the new one takes its place, and a
   * failure of that engine is told. Otherwise PostgreSQL answers until it is built, and a failure only puts that off: the worker tries again.
   */
  onDemand?: boolean;
  signal?: AbortSignal;
}

/** Puts everything into every index again, while the site runs: a change that comes meanwhile has a higher version and stays. */
@Injectable()
export class Reindex {
  constructor(
    private readonly indexes: SearchIndexes,
    private readonly local: LocalIndexFill,
    private readonly remote: RemoteIndexRebuild,
    private readonly records: EngineRecords,
    private readonly logger: Logger,
  ) {}

  /**
   * In PostgreSQL's index in place, in the other engine's by a new index that takes the old one's place at the end.
   * @returns how many rows of each type were gone through
   */
  async reindex(onProgress: (progress: ReindexProgress) => void = () => undefined, options: ReindexOptions = {}): Promise<Record<SearchType, number>> {
    if (!options.onDemand) await this.records.askForBuild();
    const counts = await this.local.run({ ...options, onProgress: (progress) => onProgress({ ...progress, engine: LOCAL_ENGINE }) });
    const { remote } = this.indexes;
    if (!remote) return counts;
    const building = this.remote.run({ onProgress: (progress) => onProgress({ ...progress, engine: remote.engine }), signal: options.signal });
    if (options.onDemand) await building;
    else await building.catch((error: unknown) => this.logger.warn('the index of the other engine is built later', { err: error, engine: remote.engine }));
    return counts;
  }
}
