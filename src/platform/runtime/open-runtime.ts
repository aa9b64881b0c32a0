import { SystemClock } from '#libs/kernel';
import { observabilityConfig } from '#libs/observability';
import { PinoLogger } from '#libs/observability/pino';
import { type ConnectionSettings, DataDir, FreeSpaceGuard, migrate, persistenceConfig, PostgresDatabase, StartupError } from '#libs/persistence';
import { migrateJobs } from '#libs/jobs/bullmq';
import { type Configuration, loadConfiguration, platformConfig } from '../config/index.js';
import { migrations } from '../migrations.js';
import type { ProcessRole, Runtime } from './runtime.js';
import { waitForDatabase } from './wait-for-database.js';

export interface RuntimeOptions {
  /** Brings the schema up to date first. */
  migrate?: boolean;
  /** Refuses to start beside another server on the same folder. */
  exclusive?: boolean;
}

interface Server {
  connection: ConnectionSettings;
  directConnection?: ConnectionSettings;
  secret: string;
  engine: string;
  stop(): Promise<void>;
}

async function embeddedServer(dataDir: DataDir, log: (line: string) => void): Promise<Server> {
  const { attachOrStartPostgres } = await import('#libs/persistence/embedded');
  const running = await attachOrStartPostgres({ dataDir: dataDir.path, log });
  return { connection: running.connection, secret: await dataDir.secret('site'), engine: 'embedded PostgreSQL 18', stop: () => running.stop() };
}

function givenServer(configuration: Configuration, url: string): Server {
  const { CAIRN_SECRET: secret } = configuration.of(platformConfig);
  const { DATABASE_DIRECT_URL: direct } = configuration.of(persistenceConfig);
  if (!secret) throw new StartupError('CAIRN_SECRET is not set.', 'with DATABASE_URL every process needs the same CAIRN_SECRET of at least 32 characters.');
  return {
    connection: { connectionString: url },
    directConnection: direct ? { connectionString: direct } : undefined,
    secret,
    engine: 'PostgreSQL (DATABASE_URL)',
    stop: () => Promise.resolve(),
  };
}

/** Opens configuration, folder and database of a process, in this order. @throws ConfigError, StartupError */
export async function openRuntime(role: ProcessRole, options: RuntimeOptions = {}): Promise<Runtime> {
  const configuration = loadConfiguration();
  // A command's stdout is its result.
  const stream = role === 'cli' ? process.stderr : undefined;
  const logger = PinoLogger.create({ ...configuration.of(observabilityConfig), stream }).child({ role });
  const { DATA_DIR, CAIRN_SECRET } = configuration.of(platformConfig);
  const settings = configuration.of(persistenceConfig);
  const embedded = settings.DATABASE_URL === undefined;
  const dataDir = await DataDir.open(DATA_DIR, { exclusive: embedded && options.exclusive === true });
  const server = settings.DATABASE_URL === undefined ? await embeddedServer(dataDir, (line) => logger.info(line)) : givenServer(configuration, settings.DATABASE_URL);
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
  server: Server,
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

async function bringUpToDate(database: PostgresDatabase, connection: ConnectionSettings): Promise<string[]> {
  const applied = await migrate(database.direct, migrations);
  await migrateJobs(connection);
  return applied;
}
