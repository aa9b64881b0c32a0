import { Injectable } from '@nestjs/common';
import { SqlReader, sql, type Tx } from '#libs/persistence';

const NAME = 'community';
const STATE = sql<{ isLoaded: boolean; isEmpty: boolean }>(
  'demo.state',
  `select exists (select from demo.loads where name = $1) as "isLoaded", not exists (select from users.members) as "isEmpty"`,
);
const MARK = sql<{ name: string }>('demo.mark', 'insert into demo.loads (name, loaded_at) values ($1, $2) on conflict do nothing returning name');

/** Whether the demo community was loaded, once and for all: what people delete of it stays deleted. */
@Injectable()
export class DemoLoads {
  constructor(private readonly reader: SqlReader) {}

  async state(): Promise<{ isLoaded: boolean; isEmpty: boolean }> {
    return (await this.reader.one(STATE, [NAME]))!;
  }

  /** @returns false when another process was first */
  async mark(tx: Tx, at: Date): Promise<boolean> {
    return (await tx.query(MARK, [NAME, at])).length === 1;
  }
}
