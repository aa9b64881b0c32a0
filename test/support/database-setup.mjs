// Before the integration tests: one PostgreSQL, one migrated template. libs/testing clones it by the names left in the environment.
import pg from 'pg';
import { migrateDatabase } from './migrations.mjs';
import { startThrowawayPostgres } from './throwaway-postgres.mjs';

const TEMPLATE = 'cairn_template';

async function admin(connection, ...statements) {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

export default async function setUp() {
  const server = await startThrowawayPostgres();
  globalThis.cairnTestPostgres = server;
  await admin(server.connection, `create database ${TEMPLATE}`);
  try {
    await migrateDatabase({ ...server.connection, database: TEMPLATE });
  } catch (error) {
    await server.stop();
    throw error;
  }
  await admin(server.connection, `alter database ${TEMPLATE} is_template true allow_connections false`);
  process.env.CAIRN_TEST_PG_HOST = server.connection.host;
  process.env.CAIRN_TEST_PG_USER = server.connection.user;
  process.env.CAIRN_TEST_PG_TEMPLATE = TEMPLATE;
}
