import { readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { eventually } from '#libs/testing';
import { EnginesReader } from './engines-reader.js';
import type { RunningCairn } from './start-cairn.js';

const BEHIND = `select (select count(*) from events.outbox where kind = 'event')::int as waiting,
  coalesce((select max(h.seq - c.seq) from events.cursors c cross join events.head h), 0)::int as lag`;
const WRITTEN = `select pg_current_wal_lsn()::text as at`;
const REPLAYED = `select pg_last_wal_replay_lsn() >= $1::pg_lsn as done`;
const PATIENCE_MS = 120_000;

/** Where one waits until a site has caught up with what it has acknowledged. */
export class HistoryBarrier {
  private readonly reader: EnginesReader | null;
  private readonly primary: Promise<pg.Client>;
  private readonly replica: Promise<pg.Client> | null;

  constructor(private readonly cairn: RunningCairn) {
    const { DATABASE_DIRECT_URL: direct, DATABASE_READ_URL: replica } = cairn.env;
    this.reader = cairn.env['ELASTICSEARCH_URL'] ? new EnginesReader(cairn) : null;
    this.primary = connected(direct ? { connectionString: direct } : embedded(cairn.dataDir));
    this.replica = replica ? connected({ connectionString: replica }) : null;
  }

  async close(): Promise<void> {
    await Promise.all([this.reader?.close(), this.primary.then((client) => client.end()), this.replica?.then((client) => client.end())]);
  }

  /** Resolves when everything that follows from what was acknowledged can be read: subscribers have seen it, the replica has it, the index shows it. @throws when it does not in two minutes */
  async passed(): Promise<void> {
    const primary = await this.primary;
    await eventually(async () => {
      const { rows } = await primary.query<{ waiting: number; lag: number }>(BEHIND);
      if (rows[0]!.waiting + rows[0]!.lag > 0) throw new Error(`${this.cairn.url} is behind: ${JSON.stringify(rows[0])}`);
    }, PATIENCE_MS);
    await this.reader?.refresh();
    const replica = await this.replica;
    if (replica) await this.replayed(primary, replica);
  }

  private async replayed(primary: pg.Client, replica: pg.Client): Promise<void> {
    const { rows } = await primary.query<{ at: string }>(WRITTEN);
    await eventually(async () => {
      const answer = await replica.query<{ done: boolean }>(REPLAYED, [rows[0]!.at]);
      if (!answer.rows[0]!.done) throw new Error(`the replica has not reached ${rows[0]!.at}`);
    }, PATIENCE_MS);
  }
}

function embedded(dataDir: string): pg.ClientConfig {
  const password = readFileSync(path.join(dataDir, 'secrets/postgres'), 'utf8');
  return { host: path.join(dataDir, 'run/postgres'), port: 5432, user: 'cairn', database: 'cairn', password };
}

async function connected(config: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client(config);
  await client.connect();
  return client;
}
