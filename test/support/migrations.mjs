import { fromBuild } from './from-build.mjs';

/** Migrates `connection`'s database exactly as `cairn migrate` does. */
export async function migrateDatabase(connection) {
  const { PostgresDatabase } = await fromBuild('libs/persistence/src/index.js');
  const { bringUpToDate } = await fromBuild('src/platform/engines/bring-up-to-date.js');
  const database = await PostgresDatabase.open({ connection });
  try {
    await bringUpToDate(database, connection);
  } finally {
    await database.close();
  }
}
