import { performance } from 'node:perf_hooks';
import type { ConnectionSettings } from '../connection-settings.js';
import { PipelinedSqlReader } from '../pipelined-sql-reader.js';
import type { SqlReader } from '../sql-reader.js';
import { sql, type Statement } from '../statement.js';
import { inReadScope, type ReadScope, readScope } from './read-scope.js';
import { ReplicaLag } from './replica-lag.js';

const POSITION = sql<{ lsn: string }>('replica.position', 'select pg_current_wal_insert_lsn()::text as lsn');
const PASSED = sql<{ standby: boolean; passed: number | null }>(
  'replica.passed',
  `select pg_is_in_recovery() as standby, (
     select max(n)::int from unnest($1::text[]) with ordinality as noted(lsn, n) where noted.lsn::pg_lsn <= pg_last_wal_replay_lsn()
   ) as passed`,
);
/** A read that waits longer goes to the primary instead. */
const PATIENCE_MS = 1_500;
const PROBES_PER_LAG = 4;
const [SHORTEST_PAUSE_MS, LONGEST_PAUSE_MS] = [50, 1_000];

export interface ReadReplicaOptions {
  connection: ConnectionSettings;
  /** Connections at most. */
  pool: number;
  /** It is read only while it is known to be no further behind than this. */
  maxLagMs: number;
  /** Called when it begins or ceases to be read, with the reason. */
  onChange: (isRead: boolean, reason: string) => void;
}

/**
 * A streaming replica for the reads of guests. Never relied on: when it is down, slow or too far behind, the primary is read.
 * It must be one server: behind a balancer over several, two reads of one page could see different times.
 */
export class ReadReplica {
  private reader: PipelinedSqlReader;
  private readonly lag = new ReplicaLag(() => performance.now());
  /** Changes whenever a connection is lost or a read fails: a replica that comes back may have gone back in time. */
  private generation = 0;
  private isHealthy = false;
  private wasRead = false;
  private timer: NodeJS.Timeout | undefined;
  private isClosed = false;

  constructor(
    private readonly primary: SqlReader,
    private readonly options: ReadReplicaOptions,
  ) {
    this.reader = this.open();
    this.schedule(0);
  }

  /** True while guests may be given what it holds. */
  get isUsable(): boolean {
    return this.isHealthy && this.lag.boundMs <= this.options.maxLagMs;
  }

  /** How old its data is at most, in ms; infinite while that is not known. */
  get lagMs(): number {
    return this.lag.boundMs;
  }

  /** Asks it alone: fails when it does. What `work` reads is what the replica holds. */
  strictly<T>(work: () => Promise<T>): Promise<T> {
    return inReadScope(this.scope(true), work);
  }

  /** Lets `work` and all it begins read from it, as long as it does not fail; from its first failure on, the primary. */
  run(work: () => void): void {
    inReadScope(this.scope(false), work);
  }

  /** True inside `run` and `strictly`. */
  get isScoped(): boolean {
    return readScope() !== undefined;
  }

  /** @throws whatever went wrong; the replica then counts as lost until it is asked again */
  async query<R extends object>(statement: Statement<R>, params: readonly unknown[]): Promise<R[]> {
    try {
      return await this.reader.query(statement, params);
    } catch (error) {
      this.lose((error as Error).message);
      throw error;
    }
  }

  stats(): { total: number; idle: number; waiting: number } {
    return this.reader.stats();
  }

  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    await this.reader.close();
  }

  private scope(isStrict: boolean): ReadScope {
    const begun = this.generation;
    let isOver = false;
    const isLive = (): boolean => {
      isOver ||= this.generation !== begun || !this.isUsable;
      return !isOver;
    };
    return { isStrict, isLive };
  }

  private open(): PipelinedSqlReader {
    return new PipelinedSqlReader(this.options.connection, this.options.pool, (error) => this.lose(error.message), PATIENCE_MS);
  }

  private lose(reason: string): void {
    if (this.isClosed) return;
    this.generation += 1;
    this.isHealthy = false;
    this.lag.forget();
    this.tell(reason);
    const lost = this.reader;
    this.reader = this.open();
    void lost.close().catch(() => undefined);
  }

  private schedule(pauseMs: number): void {
    if (this.isClosed) return;
    this.timer = setTimeout(() => void this.probe().finally(() => this.schedule(this.pauseMs)), pauseMs);
    this.timer.unref();
  }

  private get pauseMs(): number {
    return Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, this.options.maxLagMs / PROBES_PER_LAG));
  }

  private async probe(): Promise<void> {
    try {
      const at = performance.now();
      this.lag.noted(at, (await this.primary.one(POSITION))!.lsn);
    } catch {
      // Without its primary nothing is known of its lag: the bound grows until the replica is not read any more.
      return this.tell('PostgreSQL does not answer');
    }
    const { generation } = this;
    // A failure is seen by `query`.
    const [row] = await this.query(PASSED, [this.lag.positions]).catch(() => []);
    if (!row || generation !== this.generation) return;
    if (!row.standby) return this.lose('it is no replica (any more)');
    this.lag.passed(row.passed ?? 0);
    this.isHealthy = true;
    this.tell(`it is more than ${this.options.maxLagMs} ms behind`);
  }

  private tell(reason: string): void {
    const isRead = this.isUsable;
    if (isRead === this.wasRead || this.isClosed) return;
    this.wasRead = isRead;
    this.options.onChange(isRead, isRead ? `it is at most ${Math.round(this.lagMs)} ms behind` : reason);
  }
}
