import { setTimeout as sleep } from 'node:timers/promises';
import mongoose, { type Connection } from 'mongoose';
import type { Clock } from '#libs/kernel';
import type { Logger } from '#libs/observability';
import { StartupError } from '#libs/persistence';
import { checkIndexes, ensureIndexes, type IndexDifference } from './document-indexes.js';
import { type DocumentModels, documentModels } from './document-models.js';
import { DEADLINE_MS, inTime } from './mongo-calls.js';
import { MongoDocumentStore } from './mongo-document-store.js';

const PAUSE_MS = 500;
const DEFAULT_DATABASE = 'cairn';
/** Wrong name, password or right: waiting does not help. */
const REFUSED = new Set([8000, 13, 18]);

export interface MongoDocumentStoreOptions {
  /** MONGODB_URI. */
  uri: string;
  clock: Clock;
  logger: Logger;
  /** How long to wait for the server at first. Default 60 s (DESIGN §7). */
  patienceMs?: number;
  /** Told every command that is sent, with what it carries: for tests and measurements. */
  onCommand?: (name: string, command: Record<string, unknown>) => void;
}

/** A document store on MongoDB and what surrounds it. */
export interface OpenMongoDocumentStore {
  readonly store: MongoDocumentStore;
  /** Reaches the server. @returns what it is, for people. @throws when it does not answer within 1.5 s */
  ping(): Promise<string>;
  /** Makes missing collections and indexes. @returns what was made. @throws StartupError for an index that is in the way */
  ensureIndexes(): Promise<string[]>;
  /** @returns collections whose indexes are not as they should be */
  checkIndexes(): Promise<IndexDifference[]>;
  close(): Promise<void>;
}

/** What the URI says about durability does not count: an acknowledged write is one that survives. */
const CONNECTION = {
  bufferCommands: false,
  autoIndex: false,
  autoCreate: false,
  w: 'majority',
  journal: true,
  wtimeoutMS: DEADLINE_MS,
  readPreference: 'primary',
  retryReads: true,
  retryWrites: true,
  connectTimeoutMS: 1_000,
  serverSelectionTimeoutMS: 1_000,
  socketTimeoutMS: 2_000,
  waitQueueTimeoutMS: 1_000,
  heartbeatFrequencyMS: 5_000,
  maxPoolSize: 20,
  appName: 'cairn',
} as const;

function databaseOf(uri: string): string {
  const path = /^[^/]+\/\/[^/?]+\/([^?]*)/.exec(uri)?.[1];
  return path ? decodeURIComponent(path) : DEFAULT_DATABASE;
}

/** An instance of our own: what it is set to holds for nobody else. */
function driver(): mongoose.Mongoose {
  const own = new mongoose.Mongoose();
  return own.set('strictQuery', 'throw').set('sanitizeFilter', true).set('autoIndex', false).set('autoCreate', false);
}

async function connected(uri: string, patienceMs: number, overrides: mongoose.ConnectOptions = {}): Promise<Connection> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const connection = driver().createConnection();
    try {
      return await connection.openUri(uri, { ...CONNECTION, dbName: databaseOf(uri), ...overrides });
    } catch (error) {
      await connection.close(true).catch(() => undefined);
      const { message, code } = error as { message: string; code?: number };
      if (REFUSED.has(code ?? 0)) throw new StartupError(`MongoDB refuses us: ${message}.`, 'check the user, its password and authSource in MONGODB_URI.', { cause: error });
      if (performance.now() > deadline) throw new StartupError(`MongoDB cannot be reached: ${message}.`, 'check MONGODB_URI and that the server runs.', { cause: error });
      await sleep(PAUSE_MS);
    }
  }
}

interface Hello {
  setName?: string;
  msg?: string;
}

/** A server on its own may lose acknowledged writes when it is killed (SERVER-139311). @throws StartupError */
async function requireReplicaSet(connection: Connection): Promise<void> {
  const { setName, msg } = (await connection.db!.admin().command({ hello: 1 })) as Hello;
  if (setName !== undefined || msg === 'isdbgrid') return;
  throw new StartupError(
    'the MongoDB of MONGODB_URI is not a replica set; alone it can lose what it has acknowledged.',
    'start it with --replSet rs0 and run rs.initiate() once, one member is enough; then add ?replicaSet=rs0 to MONGODB_URI.',
  );
}

async function describe(connection: Connection): Promise<string> {
  const admin = connection.db!.admin();
  const [build, { setName }] = await inTime(Promise.all([admin.command({ buildInfo: 1 }), admin.command({ hello: 1 }) as Promise<Hello>]));
  return `version ${String(build['version'])}, ${setName === undefined ? 'sharded' : `replica set ${setName}`}, database ${connection.name}`;
}

/** Building an index takes as long as it takes: on a connection without our short timeouts. No request waits for it; a busy machine must not fail a start. */
async function unhurried<T>(uri: string, patienceMs: number, work: (models: DocumentModels) => Promise<T>): Promise<T> {
  const connection = await connected(uri, patienceMs, { socketTimeoutMS: 0, waitQueueTimeoutMS: 0, maxPoolSize: 2 });
  try {
    return await work(documentModels(connection));
  } finally {
    await connection.close(true);
  }
}

/**
 * Connects, waiting for the server at first; from then on the driver finds it again by itself.
 * @throws StartupError when it cannot be reached in time, refuses us, or is not a replica set
 */
export async function openMongoDocumentStore({ uri, clock, logger, patienceMs = 60_000, onCommand }: MongoDocumentStoreOptions): Promise<OpenMongoDocumentStore> {
  const connection = await connected(uri, patienceMs, { monitorCommands: onCommand !== undefined });
  try {
    await requireReplicaSet(connection);
  } catch (error) {
    await connection.close(true);
    throw error;
  }
  if (onCommand) connection.getClient().on('commandStarted', ({ commandName, command }) => onCommand(commandName, command));
  const models = documentModels(connection);
  return {
    store: new MongoDocumentStore(models, clock, logger),
    ping: () => describe(connection),
    ensureIndexes: () => unhurried(uri, patienceMs, ensureIndexes),
    checkIndexes: () => inTime(checkIndexes(models)),
    close: () => connection.close(true),
  };
}
