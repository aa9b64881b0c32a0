import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { EventLog } from '#libs/events';
import { AppError } from '#libs/kernel';
import { Logger } from '#libs/observability';
import { indexCursor, type RemoteSearchEngine, SearchIndexes } from '#libs/search-engine';
import { LOCAL_ENGINE, LocalIndexFill } from '../application/local-index-fill.js';
import { RebuildMemory } from '../application/rebuild-memory.js';
import { RemoteIndexRebuild } from '../application/remote-index-rebuild.js';
import { SEARCH_BUILD_RUNNING } from '../search.errors.js';

const LOOK_EVERY_MS = 3_000;
const AFTER_FAILURE_MS = 10_000;

/**
 * Sees to it that the other engine has a whole index: builds it when there is none (never built, deleted by hand, of another format), when
 * events were missed, or when something was written without events, as by an import. Searches go to PostgreSQL meanwhile. When versions have
 * come to mean something else it builds it, too, and goes through PostgreSQL's own index once; both go on answering.
 */
@Injectable()
export class IndexKeeper {
  private readonly stopped = new AbortController();
  private running?: Promise<unknown>;
  private readonly failing = new Set<string>();

  constructor(
    private readonly indexes: SearchIndexes,
    private readonly local: LocalIndexFill,
    private readonly rebuild: RemoteIndexRebuild,
    private readonly memory: RebuildMemory,
    private readonly log: EventLog,
    private readonly logger: Logger,
  ) {}

  /** Before the subscribers start: afterwards nobody could tell what they have missed. */
  async start(): Promise<void> {
    const { remote } = this.indexes;
    if (this.running) return;
    if (remote) {
      await this.memory.use(remote.engine);
      if (await this.hasMissedEvents(remote)) await this.memory.askForBuild(remote.engine);
    }
    this.running = Promise.all([this.keepLocal(), ...(remote ? [this.keep(remote)] : [])]);
  }

  /** A build in hand is given up; the next start begins anew. */
  async stop(): Promise<void> {
    this.stopped.abort();
    await this.running;
  }

  /** Until it is as it should be: from then on the events keep it so. */
  private async keepLocal(): Promise<void> {
    for (let isDone = false; !isDone && !this.stopped.signal.aborted; ) {
      isDone = await this.local.runIfDue(this.stopped.signal).catch((error: unknown) => this.failed(error, LOCAL_ENGINE));
      if (!isDone) await this.pause(LOCAL_ENGINE);
    }
  }

  private async keep(remote: RemoteSearchEngine): Promise<void> {
    while (!this.stopped.signal.aborted) {
      await this.pause(remote.engine);
      if (!this.stopped.signal.aborted) await this.tend(remote).catch((error: unknown) => this.failed(error, remote.engine));
    }
  }

  private pause(engine: string): Promise<void> {
    return sleep(this.failing.has(engine) ? AFTER_FAILURE_MS : LOOK_EVERY_MS, undefined, { signal: this.stopped.signal }).catch(() => undefined);
  }

  private async tend(remote: RemoteSearchEngine): Promise<void> {
    const reason = await this.reasonToBuild(remote);
    if (reason !== null && (await this.build())) this.logger.info('the search index was built', { engine: remote.engine, reason });
    this.failing.delete(remote.engine);
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
    return this.memory.reasonToBuild(remote.engine);
  }

  private failed(error: unknown, engine: string): false {
    if (this.stopped.signal.aborted) return false;
    if (!this.failing.has(engine)) this.logger.warn('the search index cannot be looked after, trying again', { err: error, engine });
    this.failing.add(engine);
    return false;
  }

  private async hasMissedEvents({ engine }: RemoteSearchEngine): Promise<boolean> {
    const name = indexCursor(engine);
    const cursor = (await this.log.lags()).find(({ subscriber }) => subscriber === name);
    return cursor === undefined || cursor.seq < (await this.log.oldest()) - 1;
  }
}
