import { systemContext } from '#libs/kernel';
import { sql, type SqlReader, type UnitOfWork } from '#libs/persistence';
import type { SearchType } from './search-engine.port.js';

/** A document that an engine will never take as it is. */
export interface RejectedDocument {
  type: SearchType;
  id: string;
  version: number;
  reason: string;
}

const RECORD = sql(
  'search.rejected-record',
  `insert into search.rejected (engine, type, id, version, reason)
   select $1, g.type, g.id, g.version, g.reason from jsonb_to_recordset($2::jsonb) as g(type text, id uuid, version bigint, reason text)
   on conflict (engine, type, id) do update set version = excluded.version, reason = excluded.reason, at = clock_timestamp()
   where excluded.version >= search.rejected.version`,
);
const LIST = sql<RejectedDocument>(
  'search.rejected-of',
  `select r.type, r.id, r.version, r.reason from unnest($2::text[], $3::uuid[]) as g(type, id)
   join search.rejected r on r.engine = $1 and r.type = g.type and r.id = g.id`,
);
const FORGET = sql('search.rejected-forget', 'delete from search.rejected where engine = $1');

/** What engines refused, by name and reason: left out of their index, and told by `cairn doctor --search`. */
export class RejectedDocuments {
  constructor(
    private readonly reader: SqlReader,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async record(engine: string, documents: readonly RejectedDocument[]): Promise<void> {
    await this.unitOfWork.run(systemContext('search.rejected'), (tx) => tx.query(RECORD, [engine, JSON.stringify(documents)]));
  }

  of(engine: string, items: readonly { type: SearchType; id: string }[]): Promise<RejectedDocument[]> {
    return this.reader.query(LIST, [engine, items.map((item) => item.type), items.map((item) => item.id)]);
  }

  /** Before everything is indexed anew. */
  async forget(engine: string): Promise<void> {
    await this.unitOfWork.run(systemContext('search.rejected'), (tx) => tx.query(FORGET, [engine]));
  }
}
