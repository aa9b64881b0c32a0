import { systemContext } from '#libs/kernel';
import { eventually, testDatabase, type TestDatabase } from '#libs/testing';
import { PostgresProxy } from '../../../test/support/postgres-proxy.js';
import { PostgresDatabase } from './postgres-database.js';
import { sql } from './statement.js';

const ONE = sql<{ one: number }>('database-spec.one', 'select 1 as one');
const TYPES = sql<{ big: unknown; at: unknown }>('database-spec.types', `select 9007199254740991::bigint as big, '2026-01-02T03:04:05Z'::timestamptz as at`);
const SETTINGS = sql<{ zone: string; timeout: string }>(
  'database-spec.settings',
  `select current_setting('timezone') as zone, current_setting('transaction_timeout') as timeout`,
);

describe('PostgresDatabase', () => {
  let db: TestDatabase;
  let proxy: PostgresProxy;
  let database: PostgresDatabase;
  const poolErrors: Error[] = [];
  const ctx = systemContext('test');

  beforeAll(async () => {
    db = await testDatabase();
    proxy = await PostgresProxy.before(db.connection);
    database = await PostgresDatabase.open({ connection: proxy.connection, onPoolError: (error) => poolErrors.push(error) });
  });
  afterAll(async () => {
    await database.close();
    await proxy.close();
    await db.drop();
  });

  it('should give large numbers as numbers, times as dates, and the same session settings to both pools', async () => {
    expect(await database.reader.one(TYPES)).toEqual({ big: Number.MAX_SAFE_INTEGER, at: new Date('2026-01-02T03:04:05Z') });
    const expected = { zone: 'UTC', timeout: '1min' };
    expect(await database.reader.one(SETTINGS)).toEqual(expected);
    expect(await database.unitOfWork.run(ctx, (tx) => tx.query(SETTINGS))).toEqual([expected]);
  });

  it('should answer DATABASE.UNAVAILABLE while the server is gone, outlive it, and work again when it is back', async () => {
    await Promise.all([database.reader.one(ONE), database.reader.one(ONE), database.unitOfWork.run(ctx, (tx) => tx.query(ONE))]);
    await proxy.cut();
    const unavailable = { code: 'DATABASE.UNAVAILABLE', options: { retryAfter: 2 } };
    await expect(database.reader.one(ONE)).rejects.toMatchObject(unavailable);
    await expect(database.unitOfWork.run(ctx, (tx) => tx.query(ONE))).rejects.toMatchObject(unavailable);
    await expect(database.direct.connect('test')).rejects.toMatchObject(unavailable);
    // Idle connections broke too: without a listener on each pool that would have ended the process.
    await eventually(() => expect(poolErrors.length).toBeGreaterThan(0));
    await proxy.restore();
    await eventually(async () => expect(await database.reader.one(ONE)).toEqual({ one: 1 }));
    await eventually(async () => expect(await database.unitOfWork.run(ctx, (tx) => tx.query(ONE))).toEqual([{ one: 1 }]));
  });

  it('should fail the statements and transactions that were running, with the same code', async () => {
    const sleep = sql('database-spec.sleep', 'select pg_sleep(30)');
    const running = [database.reader.query(sleep), database.unitOfWork.run(ctx, (tx) => tx.query(sleep))];
    const settled = Promise.allSettled(running);
    await eventually(async () => {
      const rows = await db.query(`select 1 from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`);
      expect(rows).toHaveLength(2);
    });
    await proxy.cut();
    const codes = (await settled).map((result) => (result.status === 'rejected' ? (result.reason as { code: string }).code : 'fulfilled'));
    expect(codes).toEqual(['DATABASE.UNAVAILABLE', 'DATABASE.UNAVAILABLE']);
    await proxy.restore();
    await eventually(async () => expect(await database.reader.one(ONE)).toEqual({ one: 1 }));
  });

  it('should tell a direct client once that its connection is gone', async () => {
    const client = await database.direct.connect('test');
    let closed = 0;
    client.onClosed(() => (closed += 1));
    await proxy.cut();
    await eventually(() => expect(closed).toBe(1));
    await expect(client.query('select 1')).rejects.toMatchObject({ code: 'DATABASE.UNAVAILABLE' });
    await proxy.restore();
    let late = false;
    client.onClosed(() => (late = true));
    expect([closed, late]).toEqual([1, true]);
  });

  it('should count the connections of its pools', async () => {
    await database.reader.one(ONE);
    const stats = database.poolStats();
    expect(stats.map(({ name }) => name)).toEqual(['write', 'read']);
    expect(stats.every(({ total, idle, waiting }) => total >= idle && waiting === 0)).toBe(true);
  });
});
