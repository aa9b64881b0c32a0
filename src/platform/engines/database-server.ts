import { type ConnectionSettings, type DataDir, persistenceConfig, StartupError } from '#libs/persistence';
import { type Configuration, platformConfig } from '../config/index.js';

/** The PostgreSQL of this process: the embedded one, or the one that DATABASE_URL names. */
export interface DatabaseServer {
  readonly connection: ConnectionSettings;
  readonly directConnection?: ConnectionSettings;
  readonly replicaConnection?: ConnectionSettings;
  /** Of this site: other keys are derived from it. */
  readonly secret: string;
  /** For people. */
  readonly engine: string;
  stop(): Promise<void>;
}

async function embedded(dataDir: DataDir, log: (line: string) => void): Promise<DatabaseServer> {
  const { attachOrStartPostgres } = await import('#libs/persistence/embedded');
  const running = await attachOrStartPostgres({ dataDir: dataDir.path, log });
  return { connection: running.connection, secret: await dataDir.secret('site'), engine: 'embedded PostgreSQL 18', stop: () => running.stop() };
}

function given(configuration: Configuration, url: string): DatabaseServer {
  const { CAIRN_SECRET: secret } = configuration.of(platformConfig);
  const { DATABASE_DIRECT_URL: direct, DATABASE_READ_URL: replica, DATABASE_PREPARED_STATEMENTS: isPrepared } = configuration.of(persistenceConfig);
  if (!secret) throw new StartupError('CAIRN_SECRET is not set.', 'with DATABASE_URL every process needs the same CAIRN_SECRET of at least 32 characters.');
  if (!isPrepared && !direct) {
    throw new StartupError('DATABASE_PREPARED_STATEMENTS is false and DATABASE_DIRECT_URL is not set.', 'a pooler in transaction mode cannot LISTEN or hold locks: give the address of PostgreSQL itself in DATABASE_DIRECT_URL.');
  }
  return {
    connection: { connectionString: url, isPooled: !isPrepared },
    directConnection: direct ? { connectionString: direct } : undefined,
    replicaConnection: replica ? { connectionString: replica, isPooled: !isPrepared } : undefined,
    secret,
    engine: 'PostgreSQL (DATABASE_URL)',
    stop: () => Promise.resolve(),
  };
}

/** Finds or starts it. @throws StartupError */
export async function databaseServer(configuration: Configuration, dataDir: DataDir, log: (line: string) => void): Promise<DatabaseServer> {
  const { DATABASE_URL: url } = configuration.of(persistenceConfig);
  return url === undefined ? embedded(dataDir, log) : given(configuration, url);
}
