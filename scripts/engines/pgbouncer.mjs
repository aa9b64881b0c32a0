// PgBouncer in transaction mode before the PostgreSQL of this set: Debian's 1.18, which knows no named statements there.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { debianPackages } from './lib/fetch.mjs';

const VERSION = '1.18.0';

async function answers(url) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('select 1');
  } finally {
    await client.end();
  }
}

export const engine = {
  name: 'pgbouncer',
  title: `PgBouncer ${VERSION}`,
  version: VERSION,
  needs: ['postgres'],
  servers: ['pgbouncer'],
  install: ({ into, scratch }) => debianPackages({ versions: { pgbouncer: VERSION, 'libc-ares2': null, 'libevent-2.1-7': null }, into, scratch }),
  async start(site, folder) {
    const port = await site.port('pgbouncer');
    const target = new URL(site.urls.DATABASE_URL);
    const conf = site.folder('pgbouncer', { foreign: true });
    const settings = {
      listen_addr: '127.0.0.1',
      listen_port: port,
      unix_socket_dir: '',
      auth_type: 'scram-sha-256',
      auth_file: path.join(conf, 'users.txt'),
      pool_mode: 'transaction',
      max_client_conn: 500,
      default_pool_size: 20,
      admin_users: target.username,
    };
    const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`);
    writeFileSync(path.join(conf, 'pgbouncer.ini'), `[databases]\n* = host=${target.hostname} port=${target.port}\n\n[pgbouncer]\n${lines.join('')}`);
    writeFileSync(path.join(conf, 'users.txt'), `"${target.username}" "${target.password}"\n`, { mode: 0o600 });
    site.folder('pgbouncer', { foreign: true });
    const library = path.join(folder, 'usr/lib/x86_64-linux-gnu');
    const server = site.run('pgbouncer', { command: path.join(folder, 'usr/sbin/pgbouncer'), args: [path.join(conf, 'pgbouncer.ini')], cwd: conf, foreign: true, env: { LD_LIBRARY_PATH: library } });
    target.port = String(port);
    await site.until('PgBouncer', () => answers(target.href), { server });
    return { PGBOUNCER_URL: target.href };
  },
};
