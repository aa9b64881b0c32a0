import type { INestApplicationContext } from '@nestjs/common';
import { Mailer } from '#libs/mail';
import { SqlReader, sql } from '#libs/persistence';
import type { RedisLink } from '#libs/redis';
import { SearchIndexes } from '#libs/search-engine';
import { AccountDirectory, SignIn } from '#libs/sign-in';
import type { Runtime } from '../runtime/runtime.js';
import { DocumentEngines } from './active/document-engines.js';
import { JobEngine } from './job-engine.js';
import { PORTS } from './ports.js';
import { RedisLinks } from './redis-links.js';
import { probeSearch } from './search-probe.js';

/** One port, what serves it, and whether that answers. */
export interface EngineState {
  port: string;
  engine: string;
  detail: string | null;
  /** Why it does not answer; null when it does. */
  problem: string | null;
  /** Engines that this process has the URLs of as well. */
  others: string[];
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
  const mailer = app.get(Mailer, { strict: false });
  const documents = app.get(DocumentEngines, { strict: false });
  const links = app.get(RedisLinks, { strict: false });
  const indexes = app.get(SearchIndexes, { strict: false });
  const issuer = app.get(SignIn, { strict: false });
  const probes: [port: string, engine: string, probe: Probe][] = [
    ['database', runtime.databaseEngine, () => server(reader)],
    ['documents', runtime.engines.labelOf('documents'), async () => (await documents.engine(runtime.engines.engineOf('documents'))).probe()],
    ['events', 'PostgreSQL', async () => `${(await reader.one(WAITING))!.waiting} waiting`],
    ['jobs', app.get(JobEngine, { strict: false }).name, () => jobs(app.get(JobEngine, { strict: false }))],
    ['search', indexes.remote ? 'Elasticsearch' : 'PostgreSQL', () => probeSearch(indexes)],
    ['sign-in', issuer.name, () => signIn(issuer, app.get(AccountDirectory, { strict: false }))],
    ['mail', mailer.delivers ? 'SMTP' : 'local outbox', () => mailer.check().then(() => null)],
    ['limits', engineOf(links.main, 'this process'), () => reach(links.main)],
    ['cache', engineOf(links.cache, 'this process'), () => reach(links.cache)],
    ['live', `Socket.io, fed by ${links.main ? 'Redis and ' : ''}the event log`, () => reach(links.main)],
  ];
  return Promise.all(probes.map(async ([port, engine, probe]) => ({ ...(await state(port, engine, probe)), others: othersOf(port, runtime) })));
}

function othersOf(port: string, { engines }: Runtime): string[] {
  const known = PORTS.find(({ name }) => name === port);
  return known ? engines.available(known.name).filter(({ name }) => name !== engines.engineOf(known.name)).map(({ label }) => label) : [];
}

function engineOf(link: RedisLink | null, otherwise: string): string {
  return link === null ? otherwise : 'Redis';
}

async function reach(link: RedisLink | null): Promise<null> {
  await link?.check();
  return null;
}

async function state(port: string, engine: string, probe: Probe): Promise<Omit<EngineState, 'others'>> {
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

async function jobs(engine: JobEngine): Promise<string> {
  const [undrained, { failed }] = [await engine.admin.countUndrained(), await engine.admin.counts()];
  return `${undrained} waiting or running, ${failed} failed for good`;
}

/** The issuer itself, then its accounts: at an outside one those take a service account of ours. */
async function signIn(issuer: SignIn, accounts: AccountDirectory): Promise<string> {
  const detail = await issuer.check();
  await accounts.find({ email: 'doctor@localhost' });
  return detail;
}
