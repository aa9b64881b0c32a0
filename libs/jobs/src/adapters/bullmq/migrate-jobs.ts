import { runMigrations } from 'bullmq';
import pg from 'pg';
import type { ConnectionSettings } from '#libs/persistence';
import { SCHEMA } from './bull-connection.js';

/** Brings BullMQ's tables (schema `bullmq`) up to date. Safe to run at once in several processes. @returns its schema version */
export async function migrateJobs(connection: ConnectionSettings): Promise<number> {
  const client = new pg.Client({ ...connection, application_name: 'cairn migrate jobs', connectionTimeoutMillis: 2_000 });
  // A connection that breaks rejects the running statement too.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await runMigrations(client, SCHEMA);
  } finally {
    await client.end();
  }
}
