import type { INestApplicationContext } from '@nestjs/common';
import { EventLog, eventsHealthCheck } from '#libs/events';
import { JobAdmin } from '#libs/jobs';
import { HealthRegistry, Metrics } from '#libs/observability';
import { SqlReader, sql } from '#libs/persistence';
import { engineChecks } from '../engines/engine-checks.js';
import { DocumentEngines } from '../engines/active/document-engines.js';
import type { Runtime } from './runtime.js';

const PING = sql('health.ping', 'select 1 as one');

/** Health checks and gauges every process has. */
export function registerChecks(app: INestApplicationContext, runtime: Runtime): void {
  const reader = app.get(SqlReader);
  app.get(HealthRegistry).register({
    name: 'postgresql',
    critical: true,
    check: async () => {
      await reader.query(PING);
    },
  });
  for (const check of engineChecks(app)) app.get(HealthRegistry).register(check);
  const documents = app.get(DocumentEngines);
  // Its indexes are for the doctor: every few seconds only whether it answers.
  const reachDocuments = async (): Promise<string | void> => (await documents.engine(runtime.engines.engineOf('documents'))).server?.ping();
  if (runtime.engines.available('documents').length > 1) app.get(HealthRegistry).register({ name: 'documents', critical: false, check: reachDocuments });
  const log = app.get(EventLog);
  app.get(HealthRegistry).register(eventsHealthCheck(log, runtime.clock));
  app.get(Metrics).gauge('cairn_events_behind', 'Events a subscriber has not seen yet.', ['subscriber'], async () =>
    (await log.lags()).map(({ subscriber, lag }) => ({ labels: { subscriber }, value: lag })),
  );
  const jobs = app.get(JobAdmin);
  app.get(Metrics).gauge('cairn_jobs', 'Jobs of the queue; failed ones wait for an administrator.', ['state'], async () =>
    Object.entries(await jobs.counts()).map(([state, value]) => ({ labels: { state }, value })),
  );
  registerReplica(app, runtime);
  app.get(Metrics).gauge('cairn_database_connections', 'Connections of the pools.', ['pool', 'state'], () =>
    runtime.database.poolStats().flatMap(({ name, total, idle, waiting }) => [
      { labels: { pool: name, state: 'busy' }, value: total - idle },
      { labels: { pool: name, state: 'idle' }, value: idle },
      { labels: { pool: name, state: 'waiting' }, value: waiting },
    ]),
  );
}

/** The read replica, where there is one: without it guests read the primary. */
function registerReplica(app: INestApplicationContext, { database: { replica } }: Runtime): void {
  if (!replica) return;
  const check = async (): Promise<void> => {
    if (!replica.isUsable) throw new Error(Number.isFinite(replica.lagMs) ? `up to ${Math.round(replica.lagMs)} ms behind` : 'it does not answer');
  };
  app.get(HealthRegistry).register({ name: 'read-replica', critical: false, check });
  app.get(Metrics).gauge('cairn_replica_lag_seconds', 'How old the data of the read replica is at most.', [], () => [{ labels: {}, value: replica.lagMs / 1_000 }]);
}
