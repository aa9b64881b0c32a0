// The site that is measured: the built program with 22,000 posts in a folder of its own.
import { createHash, randomBytes } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import pg from 'pg';
import { build } from '../../scripts/build.mjs';
import { root } from '../../scripts/lib/root.mjs';
import { MEMORY } from '../../scripts/lib/runtime.mjs';
import { step } from '../../scripts/lib/steps.mjs';
import { cairnCli, startCairn } from '../support/start-cairn.ts';
import { BUSY_QUESTION, FULL, seed } from './seed.ts';

const ENVIRONMENT = { RATE_LIMIT_FACTOR: '1000000', HTTP_CHECK_RESPONSES: 'false', CAIRN_DEMO: 'false' };

const megabytes = (row) => Math.round(Number(row?.[2] ?? 0) / 1024);

export class Site {
  constructor(cairn, database, postgres) {
    this.cairn = cairn;
    this.database = database;
    this.postgres = postgres;
    this.url = cairn.url;
  }

  static async open() {
    await build({ announce: step });
    let cairn;
    await step('Starting Cairn', async () => void (cairn = await startCairn({ env: ENVIRONMENT, flags: MEMORY })));
    const { attachOrStartPostgres } = await import(path.join(root, 'dist/libs/persistence/src/adapters/embedded/index.js'));
    const postgres = await attachOrStartPostgres({ dataDir: cairn.dataDir, log: () => undefined });
    const database = new pg.Client(postgres.connection);
    await database.connect();
    const site = new Site(cairn, database, postgres);
    await step(`Writing ${FULL.questions + FULL.answers} posts`, () => seed((sql) => database.query(sql)).then(() => undefined));
    await step('Indexing them', () => cairnCli(cairn, ['reindex', '--json']).then(() => undefined));
    await database.query('vacuum (analyze)');
    return site;
  }

  async rows(sql, values) {
    return (await this.database.query(sql, values)).rows;
  }

  /** Tokens of so many members, written as the program would write them. */
  async tokens(count) {
    const tokens = Array.from({ length: count }, () => `cairn_pat_${randomBytes(32).toString('base64url')}`);
    const hashes = tokens.map((token) => createHash('sha256').update(token).digest());
    await this.database.query(
      `insert into identity.personal_access_tokens (id, member_id, name, secret_hash, scopes, created_at)
       select gen_random_uuid(), m.id, 'load', t.hash, '{read,write}', now()
       from unnest($1::bytea[]) with ordinality as t(hash, n) join (select id, row_number() over (order by id) as n from users.members) m on m.n = t.n`,
      [hashes],
    );
    return tokens;
  }

  /** Waits until every subscriber has seen every event. */
  async caughtUp() {
    for (;;) {
      const [{ behind }] = await this.rows(
        `select (select count(*) from events.outbox) + coalesce((select max(h.seq - c.seq) from events.cursors c, events.head h), 0) as behind`,
      );
      if (Number(behind) === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async busyQuestion() {
    const [row] = await this.rows('select id, slug from questions.questions where id = $1', [BUSY_QUESTION]);
    return row;
  }

  /** Resident memory of the API and the worker process, in MB. */
  memory() {
    const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss=,args='], { encoding: 'utf8' }).trim().split('\n').map((line) => line.trim().split(/\s+/));
    return {
      api: megabytes(rows.find(([pid]) => Number(pid) === this.cairn.pid)),
      worker: megabytes(rows.find(([, parent, , ...args]) => Number(parent) === this.cairn.pid && args.join(' ').includes('worker'))),
    };
  }

  async close() {
    await this.database.end();
    await this.postgres.stop();
    await this.cairn.stop();
  }
}
