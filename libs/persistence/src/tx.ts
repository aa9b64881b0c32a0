import type { EntityManager } from 'typeorm';
import type { Statement } from './statement.js';

/** An open unit of work. Handed down explicitly; whatever is done through it commits or vanishes together. */
export interface Tx {
  /** TypeORM's manager inside this transaction: for plain CRUD on entities. */
  readonly manager: EntityManager;
  /**
   * Runs a named prepared statement inside this transaction. Statements run in the order of the calls; those that do not need each other's
   * answers are best started together (`Promise.all`): they then travel together.
   */
  query<R extends object>(statement: Statement<R>, params?: readonly unknown[]): Promise<R[]>;
  /**
   * Runs `work` as the transaction's last statements, in ascending order of `key`; a second call with the same key replaces the first.
   * For hot rows that many writers touch (page versions, counters): taken last and in key order they are held shortly and never deadlock.
   * A step does not wait for those before it, so its first statement is the one that takes the row.
   */
  beforeCommit(key: string, work: (tx: Tx) => Promise<void>): void;
  /**
   * Writes these as the very last statements, in ascending order of `key`, in one packet with the commit: for the hottest rows of all, which are
   * then held without a round trip between. A second call with the same key replaces the first; nobody sees the answers.
   */
  withCommit(key: string, statement: Statement<object>, params: readonly unknown[]): void;
  /** Runs after a successful commit, never after a rollback; errors are logged, not thrown. Not durable: for hints only. */
  afterCommit(work: () => void | Promise<void>): void;
}
