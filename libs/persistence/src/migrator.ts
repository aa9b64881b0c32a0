import { createHash } from 'node:crypto';
import type { DirectClient, DirectConnections } from './direct-connections.port.js';

/** One step of the schema: frozen once it has landed. `id` is unique in the program and never reused. */
export interface Migration {
  readonly id: string;
  readonly up: string;
}

const LOCK = 'cairn migrate';

function checksum(migration: Migration): string {
  return createHash('sha256').update(migration.up).digest('hex');
}

async function applyOne(client: DirectClient, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.up);
    await client.query('insert into public.cairn_migrations (id, checksum) values ($1, $2)', [migration.id, checksum(migration)]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw new Error(`migration ${migration.id} failed: ${(error as Error).message}`, { cause: error });
  }
}

async function applyMissing(client: DirectClient, migrations: readonly Migration[]): Promise<string[]> {
  await client.query(`create table if not exists public.cairn_migrations (
    id text primary key, checksum text not null, applied_at timestamptz not null default now())`);
  const rows = await client.query<{ id: string; checksum: string }>('select id, checksum from public.cairn_migrations');
  const applied = new Map(rows.map((row) => [row.id, row.checksum]));
  const done: string[] = [];
  for (const migration of migrations) {
    const known = applied.get(migration.id);
    if (known === undefined) {
      await applyOne(client, migration);
      done.push(migration.id);
    } else if (known !== checksum(migration)) {
      throw new Error(`migration ${migration.id} was changed after it had been applied; migrations are frozen, add a new one`);
    }
  }
  return done;
}

/** Applies what is missing, in order, one transaction each, one process at a time. @returns the ids applied now */
export async function migrate(connections: DirectConnections, migrations: readonly Migration[]): Promise<string[]> {
  const client = await connections.connect('migrate');
  try {
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [LOCK]);
    return await applyMissing(client, migrations);
  } finally {
    await client.close();
  }
}
