import type pg from 'pg';
import { translateDatabaseError } from './persistence.errors.js';
import { SqlReader } from './sql-reader.js';
import type { Statement } from './statement.js';

/** Reads on a pool of its own, so that long writes never make readers wait. */
export class PostgresSqlReader extends SqlReader {
  constructor(private readonly pool: pg.Pool) {
    super();
  }

  async query<R extends object>(statement: Statement<R>, params: readonly unknown[] = []): Promise<R[]> {
    try {
      const result = await this.pool.query<R>({ name: statement.name, text: statement.text, values: params as unknown[] });
      return result.rows;
    } catch (error) {
      throw translateDatabaseError(error);
    }
  }

  async one<R extends object>(statement: Statement<R>, params: readonly unknown[] = []): Promise<R | null> {
    const rows = await this.query(statement, params);
    return rows[0] ?? null;
  }
}
