export { CoalescedReads, type CoalescedReadsOptions, type ReadMany } from './coalesced-reads.js';
export type { ConnectionSettings } from './connection-settings.js';
export { DataDir, type DataDirOptions } from './data-dir/data-dir.js';
export { type ProcessIdentity } from './data-dir/process-identity.js';
export { StartupError } from './data-dir/startup-error.js';
export { type DirectClient, DirectConnections } from './direct-connections.port.js';
export { FreeSpaceGuard, type FreeSpaceOptions, STORAGE_LOW } from './free-space/free-space-guard.js';
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
export { PostgresDirectConnections } from './postgres-direct-connections.js';
export type { ReadReplica } from './read-replica/read-replica.js';
export { SqlReader } from './sql-reader.js';
export { declaredStatements, sql, type Statement } from './statement.js';
export type { Tx } from './tx.js';
export { UnitOfWork } from './unit-of-work.js';
