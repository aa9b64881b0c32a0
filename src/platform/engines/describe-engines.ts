import type { INestApplicationContext } from '@nestjs/common';
import { DocumentStore } from '#libs/documents';
import { newId } from '#libs/kernel';
import { SqlReader, sql } from '#libs/persistence';
import { SearchEngine } from '#libs/search-engine';
import type { Runtime } from '../runtime/runtime.js';

/** One port, what serves it, and whether that answers. */
export interface EngineState {
  port: string;
  engine: string;
  detail: string | null;
  /** Why it does not answer; null when it does. */
  problem: string | null;
}

const SERVER = sql<{ version: string; size: string }>(
  'doctor.server',
  `select current_setting('server_version') as version, pg_size_pretty(pg_database_size(current_database())) as size`,
);
const WAITING = sql<{ waiting: number }>('doctor.outbox', 'select count(*)::int as waiting from events.outbox');

type Probe = () => Promise<string | null>;

/** Every port with its engine, each reached now. */
export async function describeEngines(app: INestApplicationContext, runtime: Runtime): Promise<EngineState[]> {
  const reader = app.get(SqlReader, { strict: false });
  const probes: [port: string, engine: string, probe: Probe][] = [
    ['database', runtime.databaseEngine, () => server(reader)],
    ['documents', 'PostgreSQL', () => documents(app.get(DocumentStore, { strict: false }))],
    ['events', 'PostgreSQL', async () => `${(await reader.one(WAITING))!.waiting} waiting`],
    ['search', 'PostgreSQL', async () => counted(await app.get(SearchEngine, { strict: false }).count())],
  ];
  return Promise.all(probes.map(([port, engine, probe]) => state(port, engine, probe)));
}

async function state(port: string, engine: string, probe: Probe): Promise<EngineState> {
  try {
    return { port, engine, detail: await probe(), problem: null };
  } catch (error) {
    return { port, engine, detail: null, problem: (error as Error).message };
  }
}

async function server(reader: SqlReader): Promise<string> {
  const { version, size } = (await reader.one(SERVER))!;
  return `version ${version}, ${size}`;
}

async function documents(store: DocumentStore): Promise<null> {
  await store.getMany('questions', [{ id: newId(), version: 1 }]);
  return null;
}

function counted(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts).map(([type, count]) => `${count.toLocaleString('en-GB')} ${type}s`).join(', ');
}
