import type { Provider } from '@nestjs/common';
import { EventLog } from '#libs/events';
import { Clock } from '#libs/kernel';
import { SqlReader, UnitOfWork } from '#libs/persistence';
import {
  EngineRecords, FallbackSearchEngine, indexCursor, RejectedDocuments, type RemoteSearchEngine, RemoteWatch, SearchEngine, searchEngineConfig, SearchIndexes,
} from '#libs/search-engine';
import { platformConfig } from '../config/index.js';
import type { Runtime } from '../runtime/runtime.js';
import { SearchShutdown } from './search-shutdown.js';
import { RUNTIME } from './tokens.js';

/** An index that has not seen an event for so long is behind: PostgreSQL answers until it has caught up. */
const BEHIND_MS = 10_000;

async function remoteEngine(runtime: Runtime, clock: Clock, rejected: RejectedDocuments): Promise<RemoteSearchEngine | null> {
  const { ELASTICSEARCH_URL: url, ELASTICSEARCH_INDEX_PREFIX: prefix, ELASTICSEARCH_CA_FILE: caFile } = runtime.configuration.of(searchEngineConfig);
  if (url === undefined) return null;
  const { ElasticsearchSearchEngine } = await import('#libs/search-engine/elasticsearch');
  return new ElasticsearchSearchEngine({ url, caFile, prefix, clock, onRejected: (engine, documents) => rejected.record(engine, documents) });
}

/** Why the index of this engine must not answer, from what PostgreSQL knows of it. */
async function whatItLacks(engine: string, records: EngineRecords, log: EventLog, clock: Clock): Promise<string | null> {
  const { asked, done } = await records.builds(engine);
  if (asked > done) return 'its index lacks something and is built anew in the background';
  const cursor = (await log.lags()).find(({ subscriber }) => subscriber === indexCursor(engine));
  if (cursor === undefined) return 'no worker has begun to follow what happens';
  const since = cursor.waitingSince?.getTime() ?? Infinity;
  return clock.now().getTime() - since > BEHIND_MS ? `its index is ${cursor.lag} events behind` : null;
}

async function searchIndexes(reader: SqlReader, unitOfWork: UnitOfWork, clock: Clock, runtime: Runtime, log: EventLog): Promise<SearchIndexes> {
  const { PostgresSearchEngine } = await import('#libs/search-engine/postgres');
  const local = new PostgresSearchEngine(reader, unitOfWork, clock);
  const records = new EngineRecords(reader, unitOfWork);
  const remote = await remoteEngine(runtime, clock, new RejectedDocuments(reader, unitOfWork));
  if (!remote) return new SearchIndexes(local, null);
  const watch = new RemoteWatch(remote, () => whatItLacks(remote.engine, records, log, clock), runtime.logger);
  await watch.start();
  return new SearchIndexes(local, remote, watch);
}

function searchEngine({ local, remote, watch }: SearchIndexes, { configuration }: Runtime): SearchEngine {
  if (!remote || !watch) return local;
  const { CAIRN_TEST_BREAK, CAIRN_TEST_BUILD } = configuration.of(platformConfig);
  return CAIRN_TEST_BUILD && CAIRN_TEST_BREAK === 'search-fallback' ? remote : new FallbackSearchEngine(remote, local, watch);
}

/** What answers searches, and every index that is kept up. */
export const searchProviders: Provider[] = [
  { provide: EngineRecords, useFactory: (reader: SqlReader, unitOfWork: UnitOfWork) => new EngineRecords(reader, unitOfWork), inject: [SqlReader, UnitOfWork] },
  { provide: RejectedDocuments, useFactory: (reader: SqlReader, unitOfWork: UnitOfWork) => new RejectedDocuments(reader, unitOfWork), inject: [SqlReader, UnitOfWork] },
  { provide: SearchIndexes, useFactory: searchIndexes, inject: [SqlReader, UnitOfWork, Clock, RUNTIME, EventLog] },
  { provide: SearchEngine, useFactory: searchEngine, inject: [SearchIndexes, RUNTIME] },
  SearchShutdown,
];
