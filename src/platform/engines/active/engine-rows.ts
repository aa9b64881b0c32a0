import type { DirectClient, Tx } from '#libs/persistence';
import { sql } from '#libs/persistence';

/** What is written of one port: the same for every process. */
export interface EngineRow {
  port: string;
  engine: string;
  /** Counts the switches to another engine. */
  epoch: number;
  state: 'settled' | 'moving';
  /** Where a move goes to. */
  target: string | null;
  /** Other engines that hold what this port keeps, whole or in part. */
  copies: string[];
}

/** NOTIFY channel; a trigger rings it at every change. */
export const ENGINES_CHANNEL = 'cairn_engines';

const COLUMNS = 'port, engine, epoch, state, target, copies';
export const ALL_ROWS = sql<EngineRow>('platform.engines', `select ${COLUMNS} from platform.active_engines`);

const JOIN = sql<JoinedEngine>('platform.join-engine', 'select engine, epoch, state from platform.join_engine($1)');

/** The engine as it is, and stays, for the rest of a transaction. */
export type JoinedEngine = Pick<EngineRow, 'engine' | 'epoch' | 'state'>;

/** Until `tx` ends nobody can switch this port. Waits while somebody is just doing so (at most 2 s). */
export async function joinEngine(tx: Tx, port: string): Promise<JoinedEngine | null> {
  return (await tx.query(JOIN, [port]))[0] ?? null;
}

/** The other side: waits until no writer is inside, and keeps them out until the transaction on `client` ends. */
export async function holdEngine(client: DirectClient, port: string): Promise<EngineRow | null> {
  await client.query(`select pg_advisory_xact_lock(hashtextextended('cairn engine ' || $1, 0))`, [port]);
  const [row] = await client.query<EngineRow>(`select ${COLUMNS} from platform.active_engines where port = $1`, [port]);
  return row ?? null;
}

export async function allRows(client: DirectClient): Promise<EngineRow[]> {
  return client.query<EngineRow>(ALL_ROWS.text);
}

/** Runs `work` in one transaction on `client`. */
export async function inTransaction<T>(client: DirectClient, work: () => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}
