import { randomBytes } from 'node:crypto';
import pg from 'pg';
import {
  type ConnectionSettings,
  type DatabaseOptions,
  type DirectConnections,
  PostgresDatabase,
  type SqlReader,
  type UnitOfWork,
} from '#libs/persistence';

export type TestDatabaseOptions = Omit<DatabaseOptions, 'connection' | 'directConnection'>;

/** A migrated database of one test file's own. */
export interface TestDatabase {
  readonly connection: ConnectionSettings;
  readonly database: PostgresDatabase;
  readonly unitOfWork: UnitOfWork;
  readonly reader: SqlReader;
  readonly direct: DirectConnections;
  /** Unnamed SQL for arranging and asserting; product code uses named statements. */
  query<R extends object>(text: string, params?: readonly unknown[]): Promise<R[]>;
  /** Closes the pools and removes the database. Call it in afterAll. */
  drop(): Promise<void>;
}

function fromSetup(name: string): string {
  // The values come from the globalSetup of the integration project, not from a person: they are no configuration.
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: name the file *.int-spec.ts or *.contract-spec.ts, so that it runs in the integration project`);
  return value;
}

async function asAdmin(statement: string): Promise<void> {
  const client = new pg.Client({ host: fromSetup('CAIRN_TEST_PG_HOST'), user: fromSetup('CAIRN_TEST_PG_USER'), database: 'postgres' });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Clones the migrated template (some 20 ms) and opens it. Every call gives another database. */
export async function testDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asAdmin(`create database ${name} template ${fromSetup('CAIRN_TEST_PG_TEMPLATE')} strategy file_copy`);
  const connection = { host: fromSetup('CAIRN_TEST_PG_HOST'), user: fromSetup('CAIRN_TEST_PG_USER'), database: name };
  const database = await PostgresDatabase.open({ ...options, connection });
  const pool = new pg.Pool({ ...connection, max: 2 });
  pool.on('error', () => undefined);
  return {
    connection,
    database,
    unitOfWork: database.unitOfWork,
    reader: database.reader,
    direct: database.direct,
    query: async <R extends object>(text: string, params: readonly unknown[] = []) => (await pool.query<R>(text, [...params])).rows,
    drop: async () => {
      await Promise.all([database.close(), pool.end()]);
      await asAdmin(`drop database if exists ${name} with (force)`);
    },
  };
}
