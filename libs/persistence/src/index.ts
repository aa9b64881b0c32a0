export type { ConnectionSettings } from './connection-settings.js';
export { type DirectClient, DirectConnections } from './direct-connections.port.js';
export { findIdempotent, IdempotentReplay, purgeIdempotencyKeys } from './idempotency-keys.js';
export { migrate, type Migration } from './migrator.js';
export { persistenceMigrations } from './migrations/index.js';
export { persistenceConfig } from './persistence.config.js';
export {
  DATABASE_UNAVAILABLE,
  isConnectionFailure,
  translateDatabaseError,
  violatedConstraint,
} from './persistence.errors.js';
export { type DatabaseOptions, PostgresDatabase } from './postgres-database.js';
export { SqlReader } from './sql-reader.js';
export { declaredStatements, sql, type Statement } from './statement.js';
export type { Tx } from './tx.js';
export { UnitOfWork } from './unit-of-work.js';
