import { randomBytes } from 'node:crypto';
import fastify, { type FastifyInstance } from 'fastify';
import pg from 'pg';
import { systemContext } from '#libs/kernel';
import { CoalescedReads, migrate, persistenceMigrations, PostgresDatabase, sql } from '#libs/persistence';
import { RateLimiter, type Verdict } from '#libs/rate-limit';
import { engineUrl, eventually } from '#libs/testing';
import { GuestPageCache } from './guest-page-cache.js';
import { registerGuestPages } from './guest-pages.hooks.js';
import { PageVersions } from './page-versions.js';

const SHOW = sql<{ text: string; replica: boolean }>('replica-pages.show', `select text, pg_is_in_recovery() as replica from pages where id = $1`);
const WRITE = sql('replica-pages.write', 'update pages set text = $2 where id = $1');
const MAX_LAG_MS = 400;
const ctx = systemContext('test');

interface Page {
  text: string;
  replica: boolean;
  cache: string;
}

class Unlimited extends RateLimiter {
  readonly isShared = false;
  take = (): Promise<Verdict> => Promise.resolve({ allowed: true, limit: 1, remaining: 1, resetSeconds: 0, retryAfterSeconds: 0 });
  reset = (): Promise<void> => Promise.resolve();
}

describe('pages for guests from a read replica', () => {
  const name = `replica_${randomBytes(6).toString('hex')}`;
  const proxy = `replica-${name}`;
  const changes: boolean[] = [];
  let database: PostgresDatabase;
  let server: FastifyInstance;
  let versions: PageVersions;
  let replicaUrl: string;

  const at = (url: string): string => Object.assign(new URL(url), { pathname: `/${name}` }).href;
  const ask = async <R extends pg.QueryResultRow>(url: string, text: string): Promise<R[]> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<R>(text)).rows;
    } finally {
      await client.end();
    }
  };
  const onReplica = <R extends pg.QueryResultRow>(text: string): Promise<R[]> => ask<R>(engineUrl('DATABASE_READ_URL'), text);
  const toxiproxy = async (path: string, body: unknown, method = 'POST'): Promise<Response> => {
    const answer = await fetch(`${engineUrl('TOXIPROXY_URL')}${path}`, body === undefined ? { method } : { method, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`Toxiproxy answers ${answer.status}: ${await answer.text()}`);
    return answer;
  };
  const page = async (id: number, headers: Record<string, string> = {}): Promise<Page> => {
    const { payload, headers: sent } = await server.inject({ url: `/pages/${id}`, headers });
    return { ...(JSON.parse(payload) as Omit<Page, 'cache'>), cache: String(sent['x-cache']) };
  };
  const write = (id: number, text: string): Promise<void> =>
    database.unitOfWork.run(ctx, async (tx) => {
      await tx.query(WRITE, [id, text]);
      versions.bump(tx, `page:${id}`);
    });
  const caughtUp = (): Promise<void> => eventually(() => expect(database.replica?.isUsable).toBe(true));

  beforeAll(async () => {
    await ask(engineUrl('DATABASE_URL'), `create database ${name}`);
    const target = new URL(engineUrl('DATABASE_READ_URL'));
    const { listen } = (await (await toxiproxy('/proxies', { name: proxy, listen: '127.0.0.1:0', upstream: target.host, enabled: true })).json()) as { listen: string };
    replicaUrl = Object.assign(new URL(at(target.href)), { host: listen }).href;
    const replica = { connection: { connectionString: replicaUrl }, maxLagMs: MAX_LAG_MS, onChange: (isRead: boolean) => void changes.push(isRead) };
    database = await PostgresDatabase.open({ connection: { connectionString: at(engineUrl('DATABASE_URL')) }, replica });
    await migrate(database.direct, [...persistenceMigrations, { id: 'replica-pages', up: `create table pages (id int primary key, text text not null); insert into pages select n, 'first' from generate_series(1, 20) n` }]);
    versions = new PageVersions(database.reader);
    server = fastify();
    registerGuestPages(server, { cache: new GuestPageCache(1 << 20), versions, limiter: new Unlimited(), replica: database.replica });
    const show = async (id: number): Promise<string> => JSON.stringify(await database.reader.one(SHOW, [id]));
    server.get<{ Params: { id: string } }>('/pages/:id', { config: { guestCache: { keys: (request: { params: unknown }) => [`page:${(request.params as { id: string }).id}`] } } }, ({ params }) => show(Number(params.id)));
    await caughtUp();
  });

  afterEach(async () => {
    await onReplica('select pg_wal_replay_resume() where pg_is_wal_replay_paused()');
    await caughtUp();
  });

  afterAll(async () => {
    await server.close();
    await database.close();
    await toxiproxy(`/proxies/${proxy}`, undefined, 'DELETE');
    await ask(engineUrl('DATABASE_URL'), `drop database ${name} with (force)`);
  });

  it('should be read there for guests, and from the primary for members', async () => {
    expect(await page(1)).toEqual({ text: 'first', replica: true, cache: 'miss' });
    expect(await page(1)).toEqual({ text: 'first', replica: true, cache: 'hit' });
    expect(await page(1, { cookie: 'cairn_session=x' })).toMatchObject({ replica: false });
    expect(await page(1, { authorization: 'Bearer x' })).toMatchObject({ replica: false });
    expect(database.replica?.lagMs).toBeLessThanOrEqual(MAX_LAG_MS);
  });

  it('should show what was written a moment ago, and never keep what the replica showed before', async () => {
    await onReplica('select pg_wal_replay_pause()');
    await eventually(async () => expect(await onReplica('select pg_get_wal_replay_pause_state() as state')).toEqual([{ state: 'paused' }]));
    await write(2, 'second');
    // The control: the replica really is behind, and still counts as near enough.
    const behind = await database.replica!.strictly(() => database.reader.one(SHOW, [2]));
    expect(behind).toEqual({ text: 'first', replica: true });
    expect(await page(2)).toEqual({ text: 'second', replica: false, cache: 'miss' });
    await onReplica('select pg_wal_replay_resume()');
    expect(await page(2)).toMatchObject({ text: 'second', cache: 'hit' });
    await caughtUp();
    await write(2, 'third');
    expect((await page(2)).text).toBe('third');
  });

  it('should show each guest the newest text while it is written all the time', async () => {
    for (let n = 0; n < 60; n += 1) {
      await write(3, `text ${n}`);
      expect((await page(3)).text).toBe(`text ${n}`);
    }
  });

  it('should be read from the primary once the replica is too far behind, and from the replica when that has caught up', async () => {
    changes.length = 0;
    await onReplica('select pg_wal_replay_pause()');
    await write(4, 'second');
    await eventually(() => expect(database.replica?.isUsable).toBe(false));
    expect(database.replica?.lagMs).toBeGreaterThan(MAX_LAG_MS);
    expect(await page(5)).toMatchObject({ replica: false });
    await onReplica('select pg_wal_replay_resume()');
    await caughtUp();
    expect(await page(6)).toMatchObject({ replica: true });
    await eventually(() => expect(changes).toEqual([false, true]));
  });

  it.each([
    ['refuses', (): Promise<unknown> => toxiproxy(`/proxies/${proxy}`, { enabled: false }), (): Promise<unknown> => toxiproxy(`/proxies/${proxy}`, { enabled: true })],
    ['says nothing', (): Promise<unknown> => toxiproxy(`/proxies/${proxy}/toxics`, { name: 'hole', type: 'timeout', attributes: { timeout: 0 } }), (): Promise<unknown> => toxiproxy(`/proxies/${proxy}/toxics/hole`, undefined, 'DELETE')],
  ])('should be read from the primary while the replica %s', async (how, breakIt, mendIt) => {
    const id = how === 'refuses' ? 7 : 8;
    await breakIt();
    try {
      // Whatever the probe knows by then.
      expect(await page(id)).toEqual({ text: 'first', replica: false, cache: 'miss' });
      await eventually(() => expect(database.replica?.isUsable).toBe(false));
      expect(await page(id + 2)).toMatchObject({ replica: false });
    } finally {
      await mendIt();
    }
    await caughtUp();
    expect(await page(id + 4)).toMatchObject({ replica: true });
  });

  it('should not share its reads with members', async () => {
    const places = new CoalescedReads<string, boolean>(async (keys) => {
      const { replica } = (await database.reader.one(SHOW, [1]))!;
      return new Map(keys.map((key) => [key, replica]));
    });
    const guest = new Promise<boolean | null>((resolve, reject) => database.replica!.run(() => void places.one('guest').then(resolve, reject)));
    expect(await Promise.all([guest, places.one('member')])).toEqual([true, false]);
  });
});
