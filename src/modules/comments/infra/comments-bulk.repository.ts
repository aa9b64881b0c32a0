import { Injectable } from '@nestjs/common';
import { sql, type Tx } from '#libs/persistence';
import type { Source } from '#modules/users';

export interface BulkComment {
  id: string;
  targetType: string;
  targetId: string;
  rootType: string;
  rootId: string;
  authorId: string | null;
  authorName: string | null;
  baseScore: number;
  createdAt: Date;
  source: Source | null;
}

const INSERT = sql(
  'comments.bulk-insert',
  `insert into comments.comments (id, target_type, target_id, root_type, root_id, author_id, author_name, base_score, score, created_at, source)
   select id, target_type, target_id, root_type, root_id, author_id, author_name, base_score, base_score, created_at, source
   from unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::text[], $8::int[], $9::timestamptz[], $10::jsonb[])
     as t(id, target_type, target_id, root_type, root_id, author_id, author_name, base_score, created_at, source)
   on conflict (id) do update set base_score = excluded.base_score, score = comments.score - comments.base_score + excluded.base_score,
     author_name = excluded.author_name, source = excluded.source, row_version = comments.row_version + 1
   where comments.base_score <> excluded.base_score or comments.author_name is distinct from excluded.author_name`,
);

/** Writes many comments at once, for imports and the demo: no events, no counters; a second run never touches our own votes and edits. */
@Injectable()
export class CommentsBulk {
  async insert(tx: Tx, rows: readonly BulkComment[]): Promise<void> {
    const column = <K extends keyof BulkComment>(key: K): BulkComment[K][] => rows.map((row) => row[key]);
    await tx.query(INSERT, [
      column('id'),
      column('targetType'),
      column('targetId'),
      column('rootType'),
      column('rootId'),
      column('authorId'),
      column('authorName'),
      column('baseScore'),
      column('createdAt'),
      rows.map((row) => (row.source ? JSON.stringify(row.source) : null)),
    ]);
  }
}
