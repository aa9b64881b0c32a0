import pg from 'pg';

/** Where PostgreSQL is: a URL, or the socket folder of the embedded one. */
export interface ConnectionSettings {
  connectionString?: string;
  host?: string;
  port?: number;
  user?: string;
  password?: string;
  database?: string;
}

/** Applied to every session of ours: no transaction outlives 60 s (the document sweeper relies on it), times are UTC. */
export const SESSION_OPTIONS = '-c transaction_timeout=60000 -c timezone=UTC -c search_path=public -c jit=off';

const INT8 = 20;
// Counters and sequence numbers stay far below 2^53.
pg.types.setTypeParser(INT8, Number);

export function poolConfig(settings: ConnectionSettings, max: number, name: string): pg.PoolConfig {
  return {
    ...settings,
    max,
    application_name: `cairn ${name}`,
    options: SESSION_OPTIONS,
    connectionTimeoutMillis: 2_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
  };
}

/**
 * A connection of the reader. Its statements are few, named and planned for any parameters: planning for each set anew took longer
 * than running them, where arrays are among them.
 */
export function readerConfig(settings: ConnectionSettings): pg.ClientConfig {
  return {
    ...settings,
    application_name: 'cairn read',
    options: `${SESSION_OPTIONS} -c plan_cache_mode=force_generic_plan`,
    connectionTimeoutMillis: 2_000,
    query_timeout: 20_000,
    keepAlive: true,
    pipeline: true,
  };
}
