import { SystemClock } from '#libs/kernel';
import { DataDir, FreeSpaceGuard, persistenceConfig, PostgresDatabase } from '#libs/persistence';
import { loadConfiguration, platformConfig } from '../config/index.js';
import { bringUpToDate } from '../engines/bring-up-to-date.js';
import { type DatabaseServer, databaseServer } from '../engines/database-server.js';
import { processLogger } from '../engines/process-logger.js';
import type { ProcessRole, Runtime } from './runtime.js';
import { waitForDatabase } from './wait-for-database.js';

export interface RuntimeOptions {
  /** Brings the schema up to date first. */
  migrate?: boolean;
  /** Refuses to start beside another server on the same folder. */
  exclusive?: boolean;
}

/** Opens configuration, folder and database of a process, in this order. @throws ConfigError, StartupError */
export async function openRuntime(role: ProcessRole, options: RuntimeOptions = {}): Promise<Runtime> {
  const configuration = loadConfiguration();
  const logger = processLogger(configuration, role);
  const { DATA_DIR, CAIRN_SECRET } = configuration.of(platformConfig);
  const settings = configuration.of(persistenceConfig);
  const embedded = settings.DATABASE_URL === undefined;
  const dataDir = await DataDir.open(DATA_DIR, { exclusive: embedded && options.exclusive === true });
  const server = await databaseServer(configuration, dataDir, (line) => logger.info(line));
  const space = new FreeSpaceGuard({ folder: dataDir.path, reserveMb: embedded ? settings.STORAGE_RESERVE_MB : 0 });
  await space.start();
  const database = await openDatabase(server, settings, logger, space);
  const applied = options.migrate ? await bringUpToDate(database, server.connection) : [];
  if (applied.length > 0) logger.info('migrated', { applied });
  const close = async (): Promise<void> => {
    space.stop();
    await database.close();
    await server.stop();
    await dataDir.close();
  };
  return { role, configuration, logger, clock: new SystemClock(), connection: server.connection, database, secret: CAIRN_SECRET ?? server.secret, dataDir: dataDir.path, databaseEngine: server.engine, appliedMigrations: applied, close };
}

async function openDatabase(
  server: DatabaseServer,
  settings: { DATABASE_WRITE_POOL: number; DATABASE_READ_POOL: number },
  logger: Runtime['logger'],
  space: FreeSpaceGuard,
): Promise<PostgresDatabase> {
  await waitForDatabase(server.connection);
  return PostgresDatabase.open({
    connection: server.connection,
    directConnection: server.directConnection,
    writePool: settings.DATABASE_WRITE_POOL,
    readPool: settings.DATABASE_READ_POOL,
    assertWritable: () => space.assertWritable(),
    onPoolError: (error) => logger.warn('an idle database connection was lost', { err: error }),
    onHintError: (error) => logger.warn('a step after a commit failed', { err: error }),
  });
}
