import type { Provider } from '@nestjs/common';
import { documentsConfig, DocumentStore } from '#libs/documents';
import type { Runtime } from '../runtime/runtime.js';
import { DocumentsEngine } from './documents-engine.js';
import { RUNTIME } from './tokens.js';

/** A command does not wait as long as a server that may have been started before its engines. */
const COMMAND_PATIENCE_MS = 10_000;

async function inPostgres({ database }: Runtime): Promise<DocumentsEngine> {
  const { PostgresDocumentStore } = await import('#libs/documents/postgres');
  return new DocumentsEngine(new PostgresDocumentStore(database.reader, database.unitOfWork), null);
}

async function inMongo({ clock, logger, role }: Runtime, uri: string): Promise<DocumentsEngine> {
  const { describeDifferences, openMongoDocumentStore } = await import('#libs/documents/mongodb');
  const mongo = await openMongoDocumentStore({ uri, clock, logger, ...(role === 'cli' ? { patienceMs: COMMAND_PATIENCE_MS } : {}) });
  try {
    // As with the tables: who migrates makes them, a worker only looks.
    const made = role === 'worker' ? [] : await mongo.ensureIndexes();
    if (made.length > 0) logger.info('made indexes in MongoDB', { made });
    const complaints = async (): Promise<string[]> => describeDifferences(await mongo.checkIndexes());
    // Named, not refused: an index too many costs speed, a site that does not start costs everything.
    for (const problem of await complaints()) logger.warn('an index in MongoDB is not as it should be', { problem });
    return new DocumentsEngine(mongo.store, { name: 'MongoDB', ping: () => mongo.ping(), complaints, close: () => mongo.close() });
  } catch (error) {
    await mongo.close();
    throw error;
  }
}

function documentsEngine(runtime: Runtime): Promise<DocumentsEngine> {
  const { MONGODB_URI: uri } = runtime.configuration.of(documentsConfig);
  return uri === undefined ? inPostgres(runtime) : inMongo(runtime, uri);
}

/** Where the texts are kept. */
export const documentsProviders: Provider[] = [
  { provide: DocumentsEngine, useFactory: documentsEngine, inject: [RUNTIME] },
  { provide: DocumentStore, useFactory: (engine: DocumentsEngine) => engine.store, inject: [DocumentsEngine] },
];
