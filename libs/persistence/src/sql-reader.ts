import type { Statement } from './statement.js';

/** Hot reads: named prepared statements straight on `pg`, outside any transaction. @throws DATABASE.UNAVAILABLE */
export abstract class SqlReader {
  abstract query<R extends object>(statement: Statement<R>, params?: readonly unknown[]): Promise<R[]>;
  /** The only row, or null. */
  abstract one<R extends object>(statement: Statement<R>, params?: readonly unknown[]): Promise<R | null>;
}
