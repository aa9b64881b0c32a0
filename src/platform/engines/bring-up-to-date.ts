import { type ConnectionSettings, migrate, type PostgresDatabase } from '#libs/persistence';
import { migrateJobs } from '#libs/jobs/bullmq';
import { migrations } from '../migrations.js';

/** Applies every migration that is missing, ours and the job queue's. @returns the ids applied now */
export async function bringUpToDate(database: PostgresDatabase, connection: ConnectionSettings): Promise<string[]> {
  const applied = await migrate(database.direct, migrations);
  await migrateJobs(connection);
  return applied;
}
