import type { PostgresPoolConfig } from 'bullmq';
import type { ConnectionSettings } from '#libs/persistence';

/** All jobs share one queue. */
export const QUEUE = 'cairn';
export const SCHEMA = 'bullmq';

export type BullConnection = PostgresPoolConfig;

/** Settings for BullMQ's own pool; it pins `search_path` to its schema and adds one connection to LISTEN on per worker. */
export function bullConnection(settings: ConnectionSettings, max: number, name: string): BullConnection {
  return {
    ...settings,
    max,
    schema: SCHEMA,
    application_name: `cairn ${name}`,
    options: '-c timezone=UTC -c jit=off',
    connectionTimeoutMillis: 2_000,
    keepAlive: true,
  };
}
