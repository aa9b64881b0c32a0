import { Injectable } from '@nestjs/common';
import { EventLog, Waker } from '#libs/events';
import { AppError } from '#libs/kernel';
import { Logger } from '#libs/observability';
import { EngineRecords, indexCursor, type RemoteSearchEngine, SearchIndexes } from '#libs/search-engine';
import { RemoteIndexRebuild } from '../application/remote-index-rebuild.js';
import { SEARCH_BUILD_RUNNING } from '../search.errors.js';

const LOOK_EVERY_MS = 3_000;
const AFTER_FAILURE_MS = 10_000;

/**
 * Sees to it that the other engine has a whole index: builds it when there is none (never built, deleted by hand, of another format), when
 * events were missed, or when something was written without events, as by an import. Searches go to PostgreSQL meanwhile.
 */
@Injectable()
export class IndexKeeper {
  private readonly waker = new Waker();
  private readonly stopped = new AbortController();
  private running?: Promise<void>;
  private isFailing = false;

  constructor(
    private readonly indexes: SearchIndexes,
    private readonly rebuild: RemoteIndexRebuild,
    private readonly records: EngineRecords,
    private readonly log: EventLog,
    private readonly logger: Logger,
  ) {}

  /** Before the subscribers start: afterwards nobody could tell what they have missed. */
  async start(): Promise<void> {
    const { remote } = this.indexes;
    if (!remote || this.running) return;
    await this.records.use(remote.engine);
    if (await this.hasMissedEvents(remote)) await this.records.askForBuild(remote.engine);
    this.running = this.keep(remote);
  }

  /** A build in hand is given up; the next start begins anew. */
  async stop(): Promise<void> {
    this.stopped.abort();
    this.waker.wake();
    await this.running;
  }

  private async keep(remote: RemoteSearchEngine): Promise<void> {
    while (!this.stopped.signal.aborted) {
      await this.waker.wait(this.isFailing ? AFTER_FAILURE_MS : LOOK_EVERY_MS);
      if (!this.stopped.signal.aborted) await this.tend(remote).catch((error: unknown) => this.failed(error, remote));
    }
  }

  private async tend(remote: RemoteSearchEngine): Promise<void> {
    const reason = await this.reasonToBuild(remote);
    if (reason !== null && (await this.build())) this.logger.info('the search index was built', { engine: remote.engine, reason });
    this.isFailing = false;
  }

  /** @returns false when somebody else builds already */
  private async build(): Promise<boolean> {
    try {
      await this.rebuild.run({ signal: this.stopped.signal });
      return true;
    } catch (error) {
      if (error instanceof AppError && error.definition === SEARCH_BUILD_RUNNING) return false;
      throw error;
    }
  }

  private async reasonToBuild(remote: RemoteSearchEngine): Promise<string | null> {
    const state = await remote.state();
    if (state !== 'ready') return state;
    const { asked, done, isSwapping } = await this.records.builds(remote.engine);
    if (asked > done) return 'incomplete';
    // While a build runs its lock keeps us out.
    return isSwapping ? 'interrupted' : null;
  }

  private failed(error: unknown, { engine }: RemoteSearchEngine): void {
    if (this.stopped.signal.aborted) return;
    if (!this.isFailing) this.logger.warn('the search index cannot be looked after, trying again', { err: error, engine });
    this.isFailing = true;
  }

  private async hasMissedEvents({ engine }: RemoteSearchEngine): Promise<boolean> {
    const name = indexCursor(engine);
    const cursor = (await this.log.lags()).find(({ subscriber }) => subscriber === name);
    return cursor === undefined || cursor.seq < (await this.log.oldest()) - 1;
  }
}
