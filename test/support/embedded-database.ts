import { chmodSync, mkdtempSync, readFileSync, realpathSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';

/** A connection to the embedded PostgreSQL of a running Cairn, for looking behind its API. */
export async function lookInto<T>(dataDir: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const password = readFileSync(path.join(dataDir, 'secrets/postgres'), 'utf8');
  const client = new pg.Client({ host: path.join(dataDir, 'run/postgres'), port: 5432, user: 'cairn', database: 'cairn', password });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A folder below the system's temporary one that PostgreSQL's user may pass through. */
export function temporaryFolder(name: string): string {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), `cairn-${name}-`)));
  chmodSync(folder, 0o755);
  return folder;
}
