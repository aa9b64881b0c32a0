import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { systemContext } from '#libs/kernel';
import { engineUrl, eventually } from '#libs/testing';
import type { ConnectionSettings } from './connection-settings.js';
import { migrate } from './migrator.js';
import { PostgresDatabase } from './postgres-database.js';
import { sql } from './statement.js';

const PID = sql<{ pid: number; zone: string }>('pgbouncer.pid', `select pg_backend_pid() as pid, current_setting('timezone') as zone from pg_sleep($1)`);
const ADD = sql('pgbouncer.add', 'insert into marks (mark) values ($1)');
const BROKEN = sql('pgbouncer.broken', 'select 1 / 0');
const COUNT = sql<{ count: number }>('pgbouncer.count', 'select count(*) as count from marks where mark = $1');
const TIMEOUT = sql<{ timeout: string; path: string }>('pgbouncer.timeout', `select current_setting('transaction_timeout') as timeout, current_setting('search_path') as path`);

const ctx = systemContext('test');

/** Debian's 1.18, transaction mode: it knows no named statements and takes no `options`. */
describe('PostgreSQL behind PgBouncer', () => {
  const name = `bouncer_${randomBytes(6).toString('hex')}`;
  let database: PostgresDatabase;

  const at = (variable: string): string => {
    const url = new URL(engineUrl(variable));
    url.pathname = `/${name}`;
    return url.href;
  };
  const asAdmin = async (statement: string): Promise<void> => {
    const client = new pg.Client({ connectionString: engineUrl('DATABASE_URL') });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };
  const open = (connection: ConnectionSettings): Promise<PostgresDatabase> => PostgresDatabase.open({ connection, directConnection: { connectionString: at('DATABASE_URL') }, writePool: 8, readPool: 6 });

  beforeAll(async () => {
    await asAdmin(`create database ${name}`);
    database = await open({ connectionString: at('PGBOUNCER_URL'), isPooled: true });
    await migrate(database.direct, [{ id: '0001-marks', up: 'create table marks (mark int not null)' }]);
  });

  afterAll(async () => {
    await database.close();
    await asAdmin(`drop database ${name} with (force)`);
  });

  it('should read by the same statements over changing sessions', async () => {
    const rows = (await Promise.all(Array.from({ length: 200 }, (_, n) => database.reader.query(PID, [n % 10 === 0 ? 0.05 : 0])))).flat();
    expect(rows).toHaveLength(200);
    expect(new Set(rows.map(({ pid }) => pid)).size).toBeGreaterThan(1);
    expect(new Set(rows.map(({ zone }) => zone))).toEqual(new Set(['UTC']));
  });

  it('should write in transactions that do not mix', async () => {
    const write = (mark: number): Promise<void> =>
      database.unitOfWork.run(ctx, async (tx) => {
        await tx.query(ADD, [mark]);
        expect((await tx.query(COUNT, [mark]))[0]?.count).toBe(1);
        if (mark % 2 === 1) throw new Error('odd');
      });
    const outcomes = await Promise.allSettled(Array.from({ length: 60 }, (_, mark) => write(mark)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(30);
    for (const mark of [0, 1, 58, 59]) expect((await database.reader.one(COUNT, [mark]))?.count).toBe(mark % 2 === 0 ? 1 : 0);
  });

  it('should keep the statements of a transaction together when they travel together', async () => {
    const write = (mark: number): Promise<unknown> =>
      database.unitOfWork.run(ctx, async (tx) => {
        tx.withCommit('last', ADD, [mark]);
        const [, , counted] = await Promise.all([tx.query(ADD, [mark]), tx.query(ADD, [mark]), tx.query(COUNT, [mark]), ...(mark % 3 === 0 ? [tx.query(BROKEN)] : [])]);
        expect(counted).toEqual([{ count: 2 }]);
      });
    const marks = Array.from({ length: 300 }, (_, n) => 1_000 + n);
    const outcomes = await Promise.allSettled(marks.map(write));
    expect(outcomes.map(({ status }) => status)).toEqual(marks.map((mark) => (mark % 3 === 0 ? 'rejected' : 'fulfilled')));
    const counts = await Promise.all(marks.map((mark) => database.reader.one(COUNT, [mark])));
    expect(counts.map((row) => row?.count)).toEqual(marks.map((mark) => (mark % 3 === 0 ? 0 : 3)));
  });

  it('should end a transaction after its minute, and leave the session as it was', async () => {
    expect(await database.unitOfWork.run(ctx, (tx) => tx.query(TIMEOUT))).toEqual([{ timeout: '1min', path: 'public' }]);
    expect((await database.reader.one(TIMEOUT))?.timeout).toBe('0');
  });

  it('should listen and lock beside the pooler', async () => {
    const [listener, holder, other] = await Promise.all(['listener', 'holder', 'other'].map((who) => database.direct.connect(who)));
    const heard: string[] = [];
    await listener!.listen('marks', (payload) => heard.push(payload));
    const lock = `select pg_try_advisory_lock(42) as locked`;
    expect([await holder!.query(lock), await other!.query(lock)]).toEqual([[{ locked: true }], [{ locked: false }]]);
    await database.unitOfWork.run(ctx, (tx) => tx.query(sql('pgbouncer.notify', `select pg_notify('marks', 'now')`)));
    await eventually(() => expect(heard).toEqual(['now']));
    await Promise.all([listener, holder, other].map((client) => client!.close()));
  });

  it('would not work without the setting', async () => {
    await expect(open({ connectionString: at('PGBOUNCER_URL') }).then((refused) => refused.close())).rejects.toThrow(/unsupported startup parameter/);
  });
});
