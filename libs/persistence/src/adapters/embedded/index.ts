import { EmbeddedPostgres, type EmbeddedPostgresOptions, type RunningPostgres } from './embedded-postgres.js';

export type { EmbeddedPostgresOptions, PostgresConnection, RunningPostgres } from './embedded-postgres.js';

/**
 * The PostgreSQL of a data folder: found running or started (created first when new), and restarted when it dies, until `stop`.
 * Safe to call from several processes at once. @throws StartupError naming what is in the way and the fix
 */
export function attachOrStartPostgres(options: EmbeddedPostgresOptions): Promise<RunningPostgres> {
  return EmbeddedPostgres.open(options);
}
