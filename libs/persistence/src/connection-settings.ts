import pg from 'pg';

/** Where PostgreSQL is: a URL, or the socket folder of the embedded one. */
export interface ConnectionSettings {
  connectionString?: string;
  host?: string;
  port?: number;
  user?: string;
  password?: string;
  database?: string;
  /** By a pooler in transaction mode, which gives every transaction another session: none may rely on what an earlier one has set. */
  isPooled?: boolean;
}

/** What old poolers know of a session and give back to its next owner; the rest is set anew in each transaction. */
const POOLED_SESSION = `set timezone to 'UTC'`;

/** Of SESSION_OPTIONS, for a transaction behind a pooler. */
export const POOLED_TRANSACTION = 'set local transaction_timeout = 60000; set local search_path = public; set local jit = off';

/** Applied to every session of ours: no transaction outlives 60 s (the document sweeper relies on it), times are UTC. */
export const SESSION_OPTIONS = '-c transaction_timeout=60000 -c timezone=UTC -c search_path=public -c jit=off';

const INT8 = 20;
// Counters and sequence numbers stay far below 2^53.
pg.types.setTypeParser(INT8, Number);

/** Poolers refuse `options`: to them it is a parameter they do not know. */
function session({ isPooled }: ConnectionSettings, more = ''): Pick<pg.PoolConfig, 'options'> {
  return isPooled ? {} : { options: SESSION_OPTIONS + more };
}

/** Called for every new connection, before its first use. */
export async function prepareSession({ isPooled }: ConnectionSettings, client: pg.ClientBase): Promise<void> {
  if (isPooled) await client.query(POOLED_SESSION);
}

/** pg waits for what `onConnect` returns and hands `pipeline` on to its connections, which its types do not say. */
export type PoolConfig = Omit<pg.PoolConfig, 'onConnect'> & { onConnect: (client: pg.ClientBase) => Promise<void>; pipeline: boolean };

export function poolConfig(settings: ConnectionSettings, max: number, name: string): PoolConfig {
  return {
    ...settings,
    max,
    application_name: `cairn ${name}`,
    ...session(settings),
    onConnect: (client) => prepareSession(settings, client),
    connectionTimeoutMillis: 2_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    pipeline: true,
  };
}

/**
 * A connection of the reader. Its statements are few, named and planned for any parameters: planning for each set anew took longer
 * than running them, where arrays are among them.
 */
export function readerConfig(settings: ConnectionSettings, patienceMs = 20_000): pg.ClientConfig {
  return {
    ...settings,
    application_name: 'cairn read',
    ...session(settings, ' -c plan_cache_mode=force_generic_plan'),
    connectionTimeoutMillis: 2_000,
    query_timeout: patienceMs,
    keepAlive: true,
    pipeline: true,
  };
}
