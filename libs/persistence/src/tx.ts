import type { EntityManager } from 'typeorm';
import type { Statement } from './statement.js';

/** An open unit of work. Handed down explicitly; whatever is done through it commits or vanishes together. */
export interface Tx {
  /** TypeORM's manager inside this transaction: for plain CRUD on entities. */
  readonly manager: EntityManager;
  /** Runs a named prepared statement inside this transaction. */
  query<R extends object>(statement: Statement<R>, params?: readonly unknown[]): Promise<R[]>;
  /**
   * Runs `work` as the transaction's last statements, in ascending order of `key`; a second call with the same key replaces the first.
   * For hot rows that many writers touch (page versions, counters): taken last and in key order they are held shortly and never deadlock.
   */
  beforeCommit(key: string, work: (tx: Tx) => Promise<void>): void;
  /** Runs after a successful commit, never after a rollback; errors are logged, not thrown. Not durable: for hints only. */
  afterCommit(work: () => void | Promise<void>): void;
}
