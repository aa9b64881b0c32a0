import pg from 'pg';
import { type ConnectionSettings, prepareSession, readerConfig } from './connection-settings.js';
import { gatherWrites } from './gather-writes.js';
import { translateDatabaseError } from './persistence.errors.js';
import { SqlReader } from './sql-reader.js';
import { queryOf, type Statement } from './statement.js';

/** One connection that takes statements without waiting for the answers of those before. */
class Lane {
  /** Statements whose answer is not there yet. */
  underWay = 0;
  private client?: Promise<pg.Client>;

  constructor(
    private readonly settings: ConnectionSettings,
    private readonly onLost: (error: Error) => void,
    private readonly patienceMs: number | undefined,
  ) {}

  get isOpen(): boolean {
    return this.client !== undefined;
  }

  async query<R extends object>(statement: Statement<R>, params: readonly unknown[]): Promise<R[]> {
    this.underWay += 1;
    try {
      const client = await (this.client ??= this.connect());
      gatherWrites(client);
      const { rows } = await client.query<R>(queryOf(statement, params, this.settings.isPooled));
      return rows;
    } finally {
      this.underWay -= 1;
    }
  }

  async close(): Promise<void> {
    const closing = this.client;
    this.client = undefined;
    // A connection that never came about has nothing to close.
    await closing?.then((client) => client.end(), () => undefined);
  }

  private connect(): Promise<pg.Client> {
    const client = new pg.Client(readerConfig(this.settings, this.patienceMs));
    const opening = client.connect().then(() => prepareSession(this.settings, client)).then(() => client);
    const forget = (): void => {
      if (this.client === opening) this.client = undefined;
    };
    client.on('error', (error) => {
      forget();
      this.onLost(error);
    });
    client.on('end', forget);
    opening.catch(forget);
    return opening;
  }
}

/**
 * Reads on connections of their own, several statements under way on each: waking a process of PostgreSQL for every single one costs more
 * than most of them do. Each statement is a transaction by itself, so one that fails takes no other with it.
 */
export class PipelinedSqlReader extends SqlReader {
  private readonly lanes: readonly Lane[];

  /**
   * @param count connections at most; they are opened when they are needed, and again when they were lost
   * @param patienceMs how long a statement may take
   */
  constructor(settings: ConnectionSettings, count: number, onLost: (error: Error) => void, patienceMs?: number) {
    super();
    this.lanes = Array.from({ length: count }, () => new Lane(settings, onLost, patienceMs));
  }

  async query<R extends object>(statement: Statement<R>, params: readonly unknown[] = []): Promise<R[]> {
    try {
      return await this.leastBusy().query(statement, params);
    } catch (error) {
      throw translateDatabaseError(error);
    }
  }

  async one<R extends object>(statement: Statement<R>, params: readonly unknown[] = []): Promise<R | null> {
    return (await this.query(statement, params))[0] ?? null;
  }

  /** Open connections, those with nothing to do, and statements under way. */
  stats(): { total: number; idle: number; waiting: number } {
    const open = this.lanes.filter((lane) => lane.isOpen);
    return { total: open.length, idle: open.filter((lane) => lane.underWay === 0).length, waiting: this.lanes.reduce((sum, lane) => sum + lane.underWay, 0) };
  }

  async close(): Promise<void> {
    await Promise.all(this.lanes.map((lane) => lane.close()));
  }

  /** So that what is quick does not stand behind what is slow while another connection is free. */
  private leastBusy(): Lane {
    return this.lanes.reduce((least, lane) => (lane.underWay < least.underWay ? lane : least));
  }
}
