import { Injectable } from '@nestjs/common';
import { SqlReader, sql, type Tx } from '#libs/persistence';
import type { HistoryRow } from '../stackexchange/dump-rows.js';
import type { SourceKind } from './source-identity.js';

/** What one row of a dump became here. */
export interface SourceRecord {
  kind: SourceKind;
  sourceId: number;
  entityId: string;
  /** The question of an answer. */
  parentId: string | null;
  contentHash: Buffer;
  textHash: Buffer | null;
}

export type KnownSource = Pick<SourceRecord, 'contentHash' | 'textHash'>;

export interface CountedQuestion {
  id: string;
  answerIds: string[];
}

const BEGIN = sql<{ isPrimary: boolean; wasRunning: boolean }>(
  'imports.begin',
  `with before as (select state from imports.sites where site = $1)
   insert into imports.sites as s (site, url, is_primary, state, started_at)
   values ($1, $2, $3 and not exists (select from imports.sites where is_primary), 'running', $4)
   on conflict (site) do update set url = coalesce(excluded.url, s.url), state = 'running', started_at = excluded.started_at, finished_at = null
   returning is_primary as "isPrimary", coalesce((select state = 'running' from before), false) as "wasRunning"`,
);
const DONE = sql('imports.done', `update imports.sites set state = 'done', finished_at = $2 where site = $1`);
const KNOWN = sql<KnownSource & { sourceId: number }>(
  'imports.known',
  `select source_id as "sourceId", content_hash as "contentHash", text_hash as "textHash" from imports.sources
   where site = $1 and kind = $2 and source_id = any($3::bigint[])`,
);
const PUT = sql(
  'imports.put',
  `insert into imports.sources (site, kind, source_id, entity_id, parent_id, content_hash, text_hash)
   select $1, * from unnest($2::text[], $3::bigint[], $4::uuid[], $5::uuid[], $6::bytea[], $7::bytea[])
   on conflict (site, kind, source_id) do update set content_hash = excluded.content_hash`,
);
const QUESTIONS = sql<CountedQuestion & { sourceId: number }>(
  'imports.questions',
  `select q.source_id as "sourceId", q.entity_id as id, array(select a.id from questions.answers a where a.question_id = q.entity_id) as "answerIds"
   from imports.sources q where q.site = $1 and q.kind = 'question' and ($2::bigint[] is null or q.source_id = any($2::bigint[])) and q.source_id > $3
   order by q.source_id limit $4`,
);
const COMMENT_COUNTS = sql<{ targetId: string; count: number }>(
  'imports.comment-counts',
  `select t.id as "targetId", (select count(*)::int from comments.comments c where c.target_id = t.id and c.state = 'live') as count
   from unnest($1::uuid[]) as t(id)`,
);
const COUNT_TAGS = sql<{ known: number }>('imports.count-tags', 'select count(*)::int as known from questions.tags where slug = any($1::text[])');
const PUT_HISTORY = sql(
  'imports.put-history',
  `insert into imports.history (site, post_id, id, type, revision, at, text, comment)
   select $1, * from unnest($2::bigint[], $3::bigint[], $4::smallint[], $5::text[], $6::timestamptz[], $7::text[], $8::text[])
   on conflict (site, post_id, id) do nothing`,
);
const HISTORY = sql<HistoryRow>(
  'imports.history',
  `select post_id as "postId", id, type, revision, at, text, comment from imports.history
   where site = $1 and post_id = any($2::bigint[]) order by post_id, id`,
);
const CLEAR_HISTORY = sql('imports.clear-history', 'delete from imports.history where site = $1');

/** Which row of which site became what. */
@Injectable()
export class SourceRecords {
  constructor(private readonly reader: SqlReader) {}

  async begin(tx: Tx, site: { site: string; url: string | null; mayBePrimary: boolean }, at: Date): Promise<{ isPrimary: boolean; wasRunning: boolean }> {
    await tx.query(CLEAR_HISTORY, [site.site]);
    return (await tx.query(BEGIN, [site.site, site.url, site.mayBePrimary, at]))[0]!;
  }

  async done(tx: Tx, site: string, at: Date): Promise<void> {
    await tx.query(CLEAR_HISTORY, [site]);
    await tx.query(DONE, [site, at]);
  }

  async known(site: string, kind: SourceKind, sourceIds: readonly number[]): Promise<Map<number, KnownSource>> {
    const rows = await this.reader.query(KNOWN, [site, kind, sourceIds]);
    return new Map(rows.map((row) => [row.sourceId, row]));
  }

  async put(tx: Tx, site: string, records: readonly SourceRecord[]): Promise<void> {
    const column = <K extends keyof SourceRecord>(key: K): SourceRecord[K][] => records.map((record) => record[key]);
    await tx.query(PUT, [site, column('kind'), column('sourceId'), column('entityId'), column('parentId'), column('contentHash'), column('textHash')]);
  }

  /** Questions of a site after a source id, in its order, with their answers. @param only source ids, or null for all */
  questions(tx: Tx, site: string, only: readonly number[] | null, after: number, limit: number): Promise<(CountedQuestion & { sourceId: number })[]> {
    return tx.query(QUESTIONS, [site, only, after, limit]);
  }

  /** Live comments on each of these. */
  async commentCounts(tx: Tx, targetIds: readonly string[]): Promise<Record<string, number>> {
    const rows = await tx.query(COMMENT_COUNTS, [targetIds]);
    return Object.fromEntries(rows.map((row) => [row.targetId, row.count]));
  }

  /** How many of these tags there are already. */
  async countTags(tx: Tx, slugs: readonly string[]): Promise<number> {
    return (await tx.query(COUNT_TAGS, [slugs]))[0]!.known;
  }

  async putHistory(tx: Tx, site: string, rows: readonly HistoryRow[]): Promise<void> {
    const column = <K extends keyof HistoryRow>(key: K): HistoryRow[K][] => rows.map((row) => row[key]);
    await tx.query(PUT_HISTORY, [site, column('postId'), column('id'), column('type'), column('revision'), column('at'), column('text'), column('comment')]);
  }

  history(site: string, postIds: readonly number[]): Promise<HistoryRow[]> {
    return this.reader.query(HISTORY, [site, postIds]);
  }
}
