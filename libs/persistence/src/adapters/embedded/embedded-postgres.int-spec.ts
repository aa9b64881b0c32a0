import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import pg from 'pg';
import { processStart } from '../../data-dir/process-identity.js';
import { attachOrStartPostgres, type RunningPostgres } from './index.js';

const ROOT = fileURLToPath(new URL('../../../../../', import.meta.url));

/** A zombie that nobody has collected yet counts as gone. */
async function isAlive(pid: number): Promise<boolean> {
  return (await processStart(pid)) !== null;
}

async function eventually(check: () => Promise<boolean> | boolean, patienceMs = 15_000): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error('did not come true in time');
    await sleep(20);
  }
}

async function query(postgres: RunningPostgres, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ ...postgres.connection });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

/** Another process that holds the server until its stdin closes; resolves once it does. */
async function otherProcess(dataDir: string): Promise<{ child: ChildProcess; pid: number; started: boolean }> {
  const built = pathToFileURL(path.join(ROOT, 'dist/libs/persistence/src/adapters/embedded/index.js')).href;
  const script = `const { attachOrStartPostgres } = await import(${JSON.stringify(built)});
    const postgres = await attachOrStartPostgres({ dataDir: ${JSON.stringify(dataDir)}, log: console.error });
    console.log(JSON.stringify({ pid: postgres.pid, started: postgres.started }));
    process.stdin.resume().once('end', () => postgres.stop().then(() => process.exit(0)));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, ...(JSON.parse(line.toString()) as { pid: number; started: boolean }) };
}

describe('attachOrStartPostgres', () => {
  let root: string;
  const opened: RunningPostgres[] = [];

  async function open(dataDir: string): Promise<RunningPostgres> {
    const postgres = await attachOrStartPostgres({ dataDir, log: () => undefined });
    opened.push(postgres);
    return postgres;
  }

  beforeAll(async () => {
    const { build } = (await import(path.join(ROOT, 'scripts/build.mjs'))) as { build: (options: object) => Promise<unknown> };
    await build({ web: false });
  }, 120_000);

  beforeEach(async () => {
    root = await realpath(await mkdtemp(path.join(tmpdir(), 'cairn-pg-')));
    await chmod(root, 0o755);
  });

  afterEach(async () => {
    await Promise.all(opened.splice(0).map((postgres) => postgres.stop()));
    await rm(root, { recursive: true, force: true });
  });

  it('should create, start, keep data over a stop, and leave nothing running', async () => {
    const dataDir = path.join(root, 'data');
    const first = await open(dataDir);
    await query(first, 'create table kept as select 42 as answer');
    await first.stop();
    expect(await isAlive(first.pid)).toBe(false);

    const second = await open(dataDir);
    expect(second.started).toBe(true);
    expect(await query(second, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('should be a UTF-8 server that knows letters, listens on no network and acknowledges only what is on disk', async () => {
    const postgres = await open(path.join(root, 'data'));
    const [settings] = await query(
      postgres,
      `select current_setting('server_encoding') encoding, current_setting('listen_addresses') listen, current_setting('fsync') fsync,
              current_setting('synchronous_commit') commit, upper('äß日') upper, usesuper, usecreatedb
         from pg_user where usename = current_user`,
    );
    expect(settings).toEqual({ encoding: 'UTF8', listen: '', fsync: 'on', commit: 'on', upper: 'Äß日', usesuper: false, usecreatedb: true });
    const [words] = await query(postgres, `select to_tsvector('simple', 'Ärger 日本語')::text words`);
    expect(words).toEqual({ words: "'ärger':1 '日本語':2" });
  });

  it('should let the role of Cairn make the extensions that search needs', async () => {
    const postgres = await open(path.join(root, 'data'));
    await query(postgres, 'create extension pg_trgm; create extension unaccent');
    const [row] = await query(postgres, `select unaccent('Öl') u, show_trgm('Ä') <> '{}' t`);
    expect(row).toEqual({ u: 'Ol', t: true });
  });

  it('should ask for the password, which only its owner can read', async () => {
    const dataDir = path.join(root, 'data');
    const postgres = await open(dataDir);
    const stranger = new pg.Client({ ...postgres.connection, password: 'guess' });
    await expect(stranger.connect()).rejects.toThrow(/password authentication failed/);
    const administrator = new pg.Client({ ...postgres.connection, user: 'postgres' });
    await expect(administrator.connect()).rejects.toThrow(/password authentication failed/);
    expect((await stat(path.join(dataDir, 'secrets/postgres'))).mode & 0o777).toBe(0o600);
    expect((await stat(postgres.connection.host)).mode & 0o777).toBe(0o700);
    expect((await stat(path.join(dataDir, 'postgres'))).mode & 0o777).toBe(0o700);
    expect((await stat(dataDir)).mode & 0o007).toBe(0);
  });

  it('should make a new password when the old one is gone', async () => {
    const dataDir = path.join(root, 'data');
    const first = await open(dataDir);
    await unlink(path.join(dataDir, 'secrets/postgres'));
    await expect(open(dataDir)).rejects.toThrow(/password .* is missing[^]*Fix: stop Cairn/);
    await first.stop();
    const second = await open(dataDir);
    expect(await query(second, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(second.connection.password).not.toBe(first.connection.password);
  });

  it('should start only one server for many that come at once', async () => {
    const dataDir = path.join(root, 'data');
    const all = await Promise.all(Array.from({ length: 6 }, () => open(dataDir)));
    expect(new Set(all.map((postgres) => postgres.pid)).size).toBe(1);
    expect(all.filter((postgres) => postgres.started)).toHaveLength(1);
  });

  describe('with another process', () => {
    it('should attach to its server, and stop it only when the last one leaves', async () => {
      const dataDir = path.join(root, 'data');
      const other = await otherProcess(dataDir);
      expect(other.started).toBe(true);
      const mine = await open(dataDir);
      expect([mine.started, mine.pid]).toEqual([false, other.pid]);

      other.child.stdin!.end();
      await once(other.child, 'exit');
      expect(await query(mine, 'select 1 as one')).toEqual([{ one: 1 }]);
      await mine.stop();
      expect(await isAlive(other.pid)).toBe(false);
    });

    it('should take over a server whose starter was killed, and stop it', async () => {
      const dataDir = path.join(root, 'data');
      const other = await otherProcess(dataDir);
      other.child.kill('SIGKILL');
      await once(other.child, 'exit');
      const mine = await open(dataDir);
      expect([mine.started, mine.pid]).toEqual([false, other.pid]);
      await mine.stop();
      expect(await isAlive(mine.pid)).toBe(false);
    });
  });

  describe('after kill -9', () => {
    it('should bring a killed server back, with the data and on the same socket', async () => {
      const postgres = await open(path.join(root, 'data'));
      await query(postgres, 'create table kept as select 1 as one');
      const { pid } = postgres;
      const busy = new pg.Client({ ...postgres.connection });
      busy.on('error', () => undefined);
      await busy.connect();
      // A back-end that sleeps notices the death of its postmaster late and holds the shared memory until then.
      void busy.query('select pg_sleep(30)').catch(() => undefined);
      process.kill(pid, 'SIGKILL');
      await eventually(() => postgres.pid !== pid);
      expect(await query(postgres, 'select one from kept')).toEqual([{ one: 1 }]);
      expect((await readPostmasterPid(root))?.pid).toBe(postgres.pid);
    });

    it('should start cleanly when everything was killed', async () => {
      const dataDir = path.join(root, 'data');
      const other = await otherProcess(dataDir);
      const mine = await open(dataDir);
      await query(mine, 'create table kept as select 1 as one');
      await forget(mine);
      other.child.kill('SIGKILL');
      process.kill(other.pid, 'SIGKILL');
      await eventually(async () => !(await isAlive(other.pid)));

      const next = await open(dataDir);
      expect(next.started).toBe(true);
      expect(await query(next, 'select one from kept')).toEqual([{ one: 1 }]);
    });

    it('should start when the pid in postmaster.pid belongs to another process by now', async () => {
      const dataDir = path.join(root, 'data');
      const first = await open(dataDir);
      const lock = path.join(dataDir, 'postgres/postmaster.pid');
      const lines = (await readFile(lock, 'utf8')).split('\n');
      await first.stop();
      await writeFile(lock, [String(process.ppid), ...lines.slice(1)].join('\n'));
      await writeFile(path.join(first.connection.host, '.s.PGSQL.5432.lock'), `${process.ppid}\n`);

      const second = await open(dataDir);
      expect(await query(second, 'select 1 as one')).toEqual([{ one: 1 }]);
    });

    it('should begin again when it was killed while creating the database', async () => {
      const dataDir = path.join(root, 'data');
      await mkdir(path.join(dataDir, 'postgres.new/base'), { recursive: true });
      await writeFile(path.join(dataDir, 'postgres.new/PG_VERSION'), '18\n');
      const postgres = await open(dataDir);
      expect(await query(postgres, 'select 1 as one')).toEqual([{ one: 1 }]);
    });
  });

  describe('paths', () => {
    it.each([
      ['with spaces, quotes and commas', `o'clock, "five" & more`],
      ['with letters of other scripts', 'данные/日本語'],
      ['longer than a socket may have', 'long/'.repeat(40)],
    ])('should work %s', async (_, folder) => {
      const postgres = await open(path.join(root, folder));
      expect(await query(postgres, 'select 1 as one')).toEqual([{ one: 1 }]);
      expect((await lstat(postgres.connection.host)).mode & 0o777).toBe(0o700);
      const again = await open(path.join(root, folder));
      expect(again.started).toBe(false);
    });

    it('should refuse a socket folder that somebody else has prepared', async () => {
      const dataDir = path.join(root, 'long/'.repeat(40));
      const { connection } = await open(dataDir);
      await Promise.all(opened.splice(0).map((postgres) => postgres.stop()));
      await chmod(connection.host, 0o777);
      await expect(open(dataDir)).rejects.toThrow(/not a folder that only user \d+ may enter[^]*Fix: remove it/);
      await rm(connection.host, { recursive: true });
    });
  });

  it('should refuse a cluster of another major version', async () => {
    const dataDir = path.join(root, 'data');
    await (await open(dataDir)).stop();
    await writeFile(path.join(dataDir, 'postgres/PG_VERSION'), '17\n');
    await expect(open(dataDir)).rejects.toThrow(/made by PostgreSQL 17[^]*Fix:/);
  });

  it('should say what PostgreSQL said when it does not start', async () => {
    const dataDir = path.join(root, 'data');
    await (await open(dataDir)).stop();
    const conf = path.join(dataDir, 'postgres/postgresql.conf');
    await writeFile(conf, `${await readFile(conf, 'utf8')}\nshared_buffers = lots\n`);
    await expect(open(dataDir)).rejects.toThrow(/did not start:[^]*shared_buffers[^]*Fix:/);
  });

  /** Leaves the server to itself, as a killed process would. */
  async function forget(postgres: RunningPostgres): Promise<void> {
    opened.splice(opened.indexOf(postgres), 1);
    const users = path.join(root, 'data/run/postgres-users');
    const mine = (await readdir(users)).filter((name) => name.startsWith(`${process.pid}@`));
    await Promise.all(mine.map((name) => rm(path.join(users, name))));
    // Its watcher would bring the server back.
    clearInterval((postgres as unknown as { watcher: NodeJS.Timeout }).watcher);
  }

  async function readPostmasterPid(folder: string): Promise<{ pid: number } | null> {
    const text = await readFile(path.join(folder, 'data/postgres/postmaster.pid'), 'utf8').catch(() => '');
    return text ? { pid: Number(text.split('\n')[0]) } : null;
  }
});
