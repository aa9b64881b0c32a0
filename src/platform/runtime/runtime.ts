import type { Clock } from '#libs/kernel';
import type { Logger } from '#libs/observability';
import type { ConnectionSettings, PostgresDatabase } from '#libs/persistence';
import type { Configuration } from '../config/index.js';
import type { ActiveEngines } from '../engines/active/active-engines.js';

export type ProcessRole = 'api' | 'worker' | 'cli';

/** What exists before the Nest application does: configuration, logger, the open database. */
export interface Runtime {
  readonly role: ProcessRole;
  readonly configuration: Configuration;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly connection: ConnectionSettings;
  /** The same server without a pooler between: for LISTEN, session locks and the job queue. */
  readonly directConnection: ConnectionSettings;
  readonly database: PostgresDatabase;
  /** Of this site, at least 32 characters: keys are derived from it. */
  readonly secret: string;
  /** The folder on this machine, absolute. */
  readonly dataDir: string;
  /** `embedded PostgreSQL 18` or `PostgreSQL (DATABASE_URL)`. */
  readonly databaseEngine: string;
  /** Which engine serves each port; followed from the start. */
  readonly engines: ActiveEngines;
  /** Migrations that opening this runtime has applied. */
  readonly appliedMigrations: readonly string[];
  /** Closes the pools, then lets go of the embedded server. */
  close(): Promise<void>;
}
