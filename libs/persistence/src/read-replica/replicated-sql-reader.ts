import { SqlReader } from '../sql-reader.js';
import type { Statement } from '../statement.js';
import type { ReadReplica } from './read-replica.js';
import { readScope } from './read-scope.js';

/** Reads the primary, and the replica for those requests that were let (ReadReplica.run). */
export class ReplicatedSqlReader extends SqlReader {
  constructor(
    private readonly primary: SqlReader,
    private readonly replica: ReadReplica,
  ) {
    super();
  }

  async query<R extends object>(statement: Statement<R>, params: readonly unknown[] = []): Promise<R[]> {
    const scope = readScope();
    if (scope?.isStrict) return this.replica.query(statement, params);
    if (!scope?.isLive()) return this.primary.query(statement, params);
    // Also what only the replica refuses, such as a read that its replay had to cancel.
    return this.replica.query(statement, params).catch(() => this.primary.query(statement, params));
  }

  async one<R extends object>(statement: Statement<R>, params: readonly unknown[] = []): Promise<R | null> {
    return (await this.query(statement, params))[0] ?? null;
  }
}
