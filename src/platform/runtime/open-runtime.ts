import { SystemClock } from '#libs/kernel';
import { type ConnectionSettings, DataDir, FreeSpaceGuard, persistenceConfig, PostgresDatabase } from '#libs/persistence';
import { type Configuration, loadConfiguration, platformConfig } from '../config/index.js';
import { ActiveEngines } from '../engines/active/active-engines.js';
import { bringUpToDate } from '../engines/bring-up-to-date.js';
import { type DatabaseServer, databaseServer } from '../engines/database-server.js';
import { countUndrained } from '../engines/count-undrained.js';
import { processLogger } from '../engines/process-logger.js';
import type { ProcessRole, Runtime } from './runtime.js';
import { waitForDatabase } from './wait-for-database.js';

export interface RuntimeOptions {
  /** Brings the schema up to date first. */
  migrate?: boolean;
  /** Refuses to start beside another server on the same folder. */
  exclusive?: boolean;
}

/** Opens configuration, folder and database of a process, in this order. @throws ConfigError, StartupError, leaving nothing open */
export async function openRuntime(role: ProcessRole, options: RuntimeOptions = {}): Promise<Runtime> {
  const configuration = loadConfiguration();
  const logger = processLogger(configuration, role);
  const { DATA_DIR } = configuration.of(platformConfig);
  const isEmbedded = configuration.of(persistenceConfig).DATABASE_URL === undefined;
  const dataDir = await DataDir.open(DATA_DIR, { exclusive: isEmbedded && options.exclusive === true });
  const server = await databaseServer(configuration, dataDir, (line) => logger.info(line));
  const release = async (): Promise<void> => {
    await server.stop();
    await dataDir.close();
  };
  try {
    return await openOn({ role, configuration, logger, dataDir, server, isEmbedded, migrate: options.migrate === true, release });
  } catch (error) {
    await release();
    throw error;
  }
}

interface Opening {
  role: ProcessRole;
  configuration: Configuration;
  logger: Runtime['logger'];
  dataDir: DataDir;
  server: DatabaseServer;
  isEmbedded: boolean;
  migrate: boolean;
  release: () => Promise<void>;
}

async function openOn({ role, configuration, logger, dataDir, server, isEmbedded, migrate, release }: Opening): Promise<Runtime> {
  const settings = configuration.of(persistenceConfig);
  const space = new FreeSpaceGuard({ folder: dataDir.path, reserveMb: isEmbedded ? settings.STORAGE_RESERVE_MB : 0 });
  await space.start();
  const database = await openDatabase(server, settings, logger, space);
  const directConnection = server.directConnection ?? server.connection;
  const applied = migrate ? await bringUpToDate(database, directConnection) : [];
  if (applied.length > 0) logger.info('migrated', { applied });
  const engines = await openEngines(role, configuration, logger, database, directConnection);
  const close = async (): Promise<void> => {
    space.stop();
    await engines.stop();
    await database.close();
    await release();
  };
  const secret = configuration.of(platformConfig).CAIRN_SECRET ?? server.secret;
  return { role, configuration, logger, clock: new SystemClock(), connection: server.connection, directConnection, database, secret, dataDir: dataDir.path, databaseEngine: server.engine, engines, appliedMigrations: applied, close };
}

async function openEngines(role: ProcessRole, configuration: Configuration, logger: Runtime['logger'], database: PostgresDatabase, direct: ConnectionSettings): Promise<ActiveEngines> {
  const { direct: connections, reader } = database;
  const settings = { mayChange: role !== 'cli', valueOf: (variable: string) => configuration.valueOf(variable), countUndrained: (engine: string) => countUndrained(engine, configuration, direct, logger) };
  try {
    const engines = await ActiveEngines.open({ role, connections, reader, logger, settings });
    engines.start();
    return engines;
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function openDatabase(
  server: DatabaseServer,
  settings: { DATABASE_WRITE_POOL: number; DATABASE_READ_POOL: number; DATABASE_READ_MAX_LAG_MS: number },
  logger: Runtime['logger'],
  space: FreeSpaceGuard,
): Promise<PostgresDatabase> {
  await waitForDatabase(server.connection);
  return PostgresDatabase.open({
    connection: server.connection,
    directConnection: server.directConnection,
    writePool: settings.DATABASE_WRITE_POOL,
    readPool: settings.DATABASE_READ_POOL,
    replica: server.replicaConnection && {
      connection: server.replicaConnection,
      maxLagMs: settings.DATABASE_READ_MAX_LAG_MS,
      onChange: (isRead, reason) => logger[isRead ? 'info' : 'warn'](isRead ? 'guests read from the replica' : 'guests read from the primary, not from the replica', { reason }),
    },
    assertWritable: () => space.assertWritable(),
    onPoolError: (error) => logger.warn('an idle database connection was lost', { err: error }),
    onHintError: (error) => logger.warn('a step after a commit failed', { err: error }),
  });
}
