import type { Provider } from '@nestjs/common';
import { documentsConfig, DocumentStore } from '#libs/documents';
import type { Logger } from '#libs/observability';
import { platformConfig } from '../config/index.js';
import type { Runtime } from '../runtime/runtime.js';
import { DocumentEngines, type OpenDocumentsEngine } from './active/document-engines.js';
import { SwitchingDocumentStore } from './active/switching-document-store.js';
import { DocumentsEngine } from './documents-engine.js';
import { RUNTIME } from './tokens.js';

/** A command does not wait as long as a server that may have been started before its engines. */
const COMMAND_PATIENCE_MS = 10_000;

async function inPostgres({ database }: Runtime): Promise<DocumentsEngine> {
  const { PostgresDocumentStore } = await import('#libs/documents/postgres');
  return new DocumentsEngine(new PostgresDocumentStore(database.reader, database.unitOfWork), null);
}

/** Named, not refused: an index too many costs speed, a site that does not start costs everything. */
async function nameComplaints(complaints: () => Promise<string[]>, logger: Logger): Promise<void> {
  try {
    for (const problem of await complaints()) logger.warn('an index in MongoDB is not as it should be', { problem });
  } catch (error) {
    logger.warn('the indexes in MongoDB could not be looked at', { err: error });
  }
}

async function inMongo({ clock, logger, role }: Runtime, uri: string, patienceMs = role === 'cli' ? COMMAND_PATIENCE_MS : undefined): Promise<DocumentsEngine> {
  const { describeDifferences, openMongoDocumentStore } = await import('#libs/documents/mongodb');
  const mongo = await openMongoDocumentStore({ uri, clock, logger, ...(patienceMs === undefined ? {} : { patienceMs }) });
  const prepare = async (): Promise<void> => {
    const made = await mongo.ensureIndexes();
    if (made.length > 0) logger.info('made indexes in MongoDB', { made });
  };
  try {
    // As with the tables: who migrates makes them, a worker only looks.
    if (role !== 'worker') await prepare();
    const complaints = async (): Promise<string[]> => describeDifferences(await mongo.checkIndexes());
    await nameComplaints(complaints, logger);
    return new DocumentsEngine(mongo.store, { name: 'MongoDB', ping: () => mongo.ping(), prepare, complaints, close: () => mongo.close() });
  } catch (error) {
    await mongo.close();
    throw error;
  }
}

async function documentEngines(runtime: Runtime): Promise<DocumentEngines> {
  const { MONGODB_URI: uri } = runtime.configuration.of(documentsConfig);
  const openers = new Map<string, OpenDocumentsEngine>([['postgres', () => inPostgres(runtime)]]);
  if (uri !== undefined) openers.set('mongodb', (patienceMs) => inMongo(runtime, uri, patienceMs));
  const engines = new DocumentEngines(openers, runtime.logger);
  await engines.open(runtime.engines.engineOf('documents'));
  return engines;
}

function documentStore(runtime: Runtime, engines: DocumentEngines): DocumentStore {
  const { CAIRN_TEST_BREAK, CAIRN_TEST_BUILD } = runtime.configuration.of(platformConfig);
  return new SwitchingDocumentStore(runtime.engines, engines, { ignoreEpoch: CAIRN_TEST_BUILD && CAIRN_TEST_BREAK === 'documents-epoch' });
}

/** Where the texts are kept: the active engine, followed through a move. */
export const documentsProviders: Provider[] = [
  { provide: DocumentEngines, useFactory: documentEngines, inject: [RUNTIME] },
  { provide: DocumentStore, useFactory: documentStore, inject: [RUNTIME, DocumentEngines] },
];
