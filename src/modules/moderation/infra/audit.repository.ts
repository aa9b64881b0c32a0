import { Injectable } from '@nestjs/common';
import { sql, SqlReader, type Tx } from '#libs/persistence';

export type AuditTarget = 'question' | 'answer' | 'comment' | 'user';

export interface AuditEntry {
  id: string;
  /** Null when no person did it. */
  actorId: string | null;
  action: string;
  targetType: AuditTarget;
  targetId: string;
  reason: string;
  details: Record<string, unknown>;
  at: Date;
}

export type ListedEntry = Omit<AuditEntry, 'details'> & { sortAt: string };

const COLUMNS = `id, actor_id as "actorId", action, target_type as "targetType", target_id as "targetId", reason, at,
  to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "sortAt"`;

const APPEND = sql(
  'moderation.audit-append',
  `insert into moderation.audit (id, actor_id, action, target_type, target_id, reason, details, at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
);
const NEWEST = sql<ListedEntry>(
  'moderation.audit-newest',
  `select ${COLUMNS} from moderation.audit where (at, id) < ($1::timestamptz, $2::uuid) order by at desc, id desc limit $3`,
);
const OF_TARGET = sql<ListedEntry>(
  'moderation.audit-of-target',
  `select ${COLUMNS} from moderation.audit where target_type = $4 and target_id = $5 and (at, id) < ($1::timestamptz, $2::uuid)
   order by at desc, id desc limit $3`,
);

/** What moderators did. Rows are only ever added; the table refuses anything else. */
@Injectable()
export class AuditRepository {
  constructor(private readonly reader: SqlReader) {}

  async append(tx: Tx, entry: AuditEntry): Promise<void> {
    const { id, actorId, action, targetType, targetId, reason, details, at } = entry;
    await tx.query(APPEND, [id, actorId, action, targetType, targetId, reason, JSON.stringify(details), at]);
  }

  /** The newest before a position, of everything or of one target. */
  list(start: { sortAt: string; id: string } | undefined, limit: number, target?: { type: string; id: string }): Promise<ListedEntry[]> {
    const position = [start?.sortAt ?? 'infinity', start?.id ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff', limit];
    return target ? this.reader.query(OF_TARGET, [...position, target.type, target.id]) : this.reader.query(NEWEST, position);
  }
}
