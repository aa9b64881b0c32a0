// A PostgreSQL for one test run: empty, fast and forgetful (no fsync). Ends with its parent, however that ends.
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { fromBuild } from './from-build.mjs';

const NOBODY = 65534;
const INITDB = ['--username=cairn', '--auth=trust', '--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--lc-collate=C', '--lc-ctype=C.UTF-8', '--no-sync', '--no-instructions'];
const SETTINGS = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '200',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '128MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  autovacuum_naptime: '20s',
};
// The shell stays between us and PostgreSQL: when our end of its stdin closes, even by kill -9, it stops the server.
const GUARDED = '"$@" <&- & server=$!; cat >/dev/null; kill -INT $server; wait $server';

function identity() {
  return process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
}

async function ready(connection, server, log) {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const client = new pg.Client(connection);
    try {
      await client.connect();
      return await client.end();
    } catch (error) {
      if (server.exitCode !== null || Date.now() > deadline) throw new Error(`PostgreSQL for the tests did not start: ${error.message}\n${log()}`, { cause: error });
      await sleep(20);
    }
  }
}

/** Starts it and answers `{ connection, stop() }`; `settings` are lines of postgresql.conf. */
export async function startThrowawayPostgres({ settings = {} } = {}) {
  const { findBinaries } = await fromBuild('libs/persistence/src/adapters/embedded/postgres-binaries.js');
  const { initdb, postgres } = await findBinaries();
  const user = identity();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cairn-pg-'));
  const data = path.join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  if (user.uid !== undefined) for (const owned of [folder, data]) chownSync(owned, user.uid, user.gid);
  const options = { ...user, cwd: folder, env: { PATH: '/usr/bin:/bin', TZ: 'UTC', LC_ALL: 'C.UTF-8' } };
  const init = spawnSync(initdb, [...INITDB, '-D', data], { ...options, encoding: 'utf8' });
  if (init.status !== 0) throw new Error(`initdb failed: ${init.stderr ?? init.error}`);
  const flags = Object.entries({ ...SETTINGS, ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = spawn('/bin/sh', ['-c', GUARDED, 'sh', postgres, '-D', data, '-k', folder, ...flags], { ...options, stdio: ['pipe', 'ignore', 'pipe'] });
  let log = '';
  server.stderr.on('data', (chunk) => (log = (log + chunk).slice(-20_000)));
  const connection = { host: folder, port: Number(settings.port ?? 5432), user: 'cairn', database: 'postgres' };
  await ready(connection, server, () => log);
  const exited = new Promise((resolve) => server.once('exit', resolve));
  server.unref();
  server.stdin.unref?.();
  server.stderr.unref?.();
  return {
    connection,
    async stop() {
      server.ref();
      server.stdin.end();
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
