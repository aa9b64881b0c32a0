import type pg from 'pg';
import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { type ConnectionSettings, poolConfig } from './connection-settings.js';
import { PipelinedSqlReader } from './pipelined-sql-reader.js';
import { PostgresDirectConnections } from './postgres-direct-connections.js';
import { PostgresUnitOfWork, type UnitOfWorkOptions } from './postgres-unit-of-work.js';
import { ReadReplica, type ReadReplicaOptions } from './read-replica/read-replica.js';
import { ReplicatedSqlReader } from './read-replica/replicated-sql-reader.js';
import type { SqlReader } from './sql-reader.js';

export interface DatabaseOptions extends UnitOfWorkOptions {
  connection: ConnectionSettings;
  /** Defaults to `connection`. */
  directConnection?: ConnectionSettings;
  writePool?: number;
  readPool?: number;
  entities?: EntityTarget<ObjectLiteral>[];
  /** Where guests may read. */
  replica?: Omit<ReadReplicaOptions, 'pool'>;
  /** Called when an idle connection breaks; without a listener Node would end the process. */
  onPoolError?: (error: Error) => void;
}

/** The pools of one process on one PostgreSQL, and what is built on them. */
export class PostgresDatabase {
  private constructor(
    readonly dataSource: DataSource,
    readonly unitOfWork: PostgresUnitOfWork,
    readonly reader: SqlReader,
    readonly direct: PostgresDirectConnections,
    private readonly lanes: PipelinedSqlReader,
    /** Null unless there is one. */
    readonly replica: ReadReplica | null,
  ) {}

  static async open(options: DatabaseOptions): Promise<PostgresDatabase> {
    const onPoolError = options.onPoolError ?? (() => undefined);
    const { connectionString, ...rest } = options.connection;
    const write = poolConfig(options.connection, options.writePool ?? 8, 'write');
    const dataSource = new DataSource({
      type: 'postgres',
      ...(connectionString ? { url: connectionString } : { host: rest.host, port: rest.port, username: rest.user, password: rest.password, database: rest.database }),
      extra: write,
      entities: (options.entities ?? []) as never[],
      synchronize: false,
      logging: false,
      installExtensions: false,
      poolErrorHandler: onPoolError,
    });
    await dataSource.initialize();
    const pool = options.readPool ?? 6;
    const lanes = new PipelinedSqlReader(options.connection, pool, onPoolError);
    const replica = options.replica ? new ReadReplica(lanes, { ...options.replica, pool }) : null;
    return new PostgresDatabase(
      dataSource,
      new PostgresUnitOfWork(dataSource, { ...options, isPooled: options.connection.isPooled }),
      replica ? new ReplicatedSqlReader(lanes, replica) : lanes,
      new PostgresDirectConnections(options.directConnection ?? options.connection),
      lanes,
      replica,
    );
  }

  /** Open and waiting connections of the pools, for metrics. */
  poolStats(): { name: string; total: number; idle: number; waiting: number }[] {
    const { totalCount: total, idleCount: idle, waitingCount: waiting } = (this.dataSource.driver as unknown as { master: pg.Pool }).master;
    return [
      { name: 'write', total, idle, waiting },
      { name: 'read', ...this.lanes.stats() },
      ...(this.replica ? [{ name: 'replica', ...this.replica.stats() }] : []),
    ];
  }

  async close(): Promise<void> {
    await this.replica?.close();
    await Promise.all([this.dataSource.destroy(), this.lanes.close()]);
  }
}
