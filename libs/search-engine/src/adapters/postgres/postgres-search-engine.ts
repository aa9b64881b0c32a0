import { type Clock, systemContext } from '#libs/kernel';
import { sql, type SqlReader, type UnitOfWork } from '#libs/persistence';
import { type IndexedVersion, type SearchDocument, SearchEngine, type SearchHit, type SearchQuery, type SearchResult, type SearchType, type SuggestQuery } from '../../search-engine.port.js';
import { batches, type DocumentRow, toRow, toTombstone } from './document-rows.js';
import { Highlighter, lexemesOf } from '../../text/highlight.js';
import { QueryText } from './query-text.js';
import { decodeSearchCursor, encodeSearchCursor, type Mode, type SearchCursor } from '../../text/search-cursor.js';
import { Spelling } from './spelling.js';
import { termsOf } from '../../text/words-of.js';

interface FoundRow {
  type: SearchType;
  id: string;
  rank: number;
  score: number;
  createdAt: Date;
  title: string;
  body: string;
  /** In the first row only: it is the same in all. */
  query: string | null;
}

const FIND = sql<FoundRow>(
  'search.find',
  `select f.type, f.id, f.rank, f.score, f.created_at as "createdAt", t.title,
     case when octet_length(t.body) > 16000 then left(t.body, 16000) else t.body end as body, case when f.place = 1 then q.query::text end as query
   from (select to_tsquery($1::regconfig, $2) as query) q
   cross join lateral search.find(q.query, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) with ordinality
     as f(type, id, rank, score, created_at, place)
   join search.texts t on t.type = f.type and t.id = f.id
   order by f.place`,
);
// What is there already as it is given is not written again, nor locked: a row with all its words would be copied.
const PUT = sql<{ changed: number }>(
  'search.put',
  `with given as materialized (
     select * from jsonb_to_recordset($1::jsonb) as g(type text, id uuid, version bigint, state text, audience text, tags text[], author uuid, score int,
       answered boolean, created timestamptz, digest text, title text, body text, title_split text, body_split text, tags_split text)
   ), fresh as materialized (
     select g.* from given g left join search.documents d on d.type = g.type and d.id = g.id
     where d.id is null or g.version >= d.version and (g.version, g.state, g.audience, g.tags, g.author, g.score, g.answered, g.digest)
       is distinct from (d.version, d.state, d.audience, d.tags, d.author_id, d.score, d.is_answered, d.digest)
   ), present as materialized (
     select d.type, d.id, d.digest, d.words, d.title_words from fresh g join search.documents d on d.type = g.type and d.id = g.id
     order by d.type, d.id for update of d
   ), known as materialized (
     select p.type, p.id, p.words, p.title_words from present p join fresh g on p.type = g.type and p.id = g.id and p.digest = g.digest
   ), stored as (
     insert into search.documents as d
       (type, id, version, state, audience, tags, author_id, score, is_answered, created_at, digest, words, title_words)
     select g.type, g.id, g.version, g.state, g.audience, g.tags, g.author, g.score, g.answered, g.created, g.digest,
       coalesce(k.words, setweight(to_tsvector('search.text', g.title_split), case when g.type = 'answer' then 'D' else 'A' end::"char")
         || setweight(to_tsvector('search.text', g.tags_split), 'B') || setweight(to_tsvector('search.text', g.body_split), 'D')),
       coalesce(k.title_words, case when g.type = 'answer' then ''::tsvector
         else to_tsvector('search.text', g.title_split) || to_tsvector('search.word', g.title_split) end)
     from fresh g left join known k on k.type = g.type and k.id = g.id
     order by g.type, g.id
     on conflict (type, id) do update set version = excluded.version, state = excluded.state, audience = excluded.audience, tags = excluded.tags,
       author_id = excluded.author_id, score = excluded.score, is_answered = excluded.is_answered, created_at = excluded.created_at,
       digest = excluded.digest,
       words = case when d.digest = excluded.digest then d.words else excluded.words end,
       title_words = case when d.digest = excluded.digest then d.title_words else excluded.title_words end
     where excluded.version >= d.version
     returning d.type, d.id
   ), changed as materialized (
     select g.* from stored s join fresh g on g.type = s.type and g.id = s.id
     where not exists (select from known k where k.type = g.type and k.id = g.id)
   ), texts as (
     insert into search.texts (type, id, title, body) select c.type, c.id, c.title, c.body from changed c
     on conflict (type, id) do update set title = excluded.title, body = excluded.body
   ), titled as (
     insert into search.titles (type, id, audience, created_at, length, words)
     select t.type, t.id, t.audience, t.created, length(t.words), t.words
     from (select c.*, to_tsvector('search.text', c.title_split) || to_tsvector('search.word', c.title_split) as words
       from changed c where c.type <> 'answer' and c.title_split <> '') t
     on conflict (type, id) do update set audience = excluded.audience, created_at = excluded.created_at, length = excluded.length, words = excluded.words
   ), untitled as (
     delete from search.titles t using changed c where t.type = c.type and t.id = c.id and c.title_split = ''
   ), spelled as (
     insert into search.words (word)
     select w.word from (
       select distinct u.word
       from changed c, unnest(tsvector_to_array(to_tsvector('search.word', case when c.type = 'answer' then c.body_split else c.title_split || ' ' || c.body_split end))) as u(word)
       where char_length(u.word) between 4 and 30 and u.word !~ '^[0-9]+$'
     ) w
     where not exists (select from search.words k where k.word = w.word)
     order by w.word
     on conflict (word) do nothing
   )
   select count(*) as changed from changed`,
);
const MERGE = sql('search.merge-pending', 'select search.merge_pending()');
const SUGGEST = sql<{ type: SearchType; id: string }>(
  'search.suggest',
  `select s.type, s.id from (
     select t.type, t.id, t.created_at from search.titles t
     where t.words @@ to_tsquery('search.word', $1) and t.type = any ($2::text[]) and t.audience = any ($3::text[])
     order by t.created_at desc limit 300
   ) s join search.documents d on d.type = s.type and d.id = s.id and d.state = 'live'
   order by d.score desc, s.created_at desc, s.id limit $4`,
);
const COUNT = sql<{ type: SearchType; count: number }>(
  'search.count',
  `select type, count(*) as count from search.documents where state <> 'removed' group by type`,
);
const CLEAR = sql('search.clear', 'truncate search.documents, search.titles, search.texts, search.words');
const ANALYZED = sql<{ rows: number }>('search.analyzed', `select greatest(reltuples, 0)::int as rows from pg_class where oid = 'search.documents'::regclass`);
const ANALYZE = sql('search.analyze', 'analyze search.documents, search.titles, search.texts, search.words');

const VERSIONS = sql<IndexedVersion>(
  'search.versions',
  `select id, version from search.documents where type = $1 and id > $2 and state <> 'removed' order by id limit $3`,
);
const VERSIONS_OF = sql<IndexedVersion & { type: SearchType }>(
  'search.versions-of',
  `select d.type, d.id, d.version from unnest($1::text[], $2::uuid[]) as g(type, id)
   join search.documents d on d.type = g.type and d.id = g.id and d.state <> 'removed'`,
);

const ENGINE = 'postgresql';
const NOTHING: SearchResult = { hits: [], nextCursor: null, fuzzy: false };

/**
 * After this many changed documents, and then whenever they have doubled, the planner's picture of the words is taken anew: autovacuum alone
 * comes a minute late, which a first fill cannot wait for. It costs more than a thousand documents do.
 */
const ANALYZE_AFTER = 5_000;

/** Full text search of PostgreSQL, with spelling correction by words one letter away. Also what search falls back to when another engine is down. */
export class PostgresSearchEngine extends SearchEngine {
  private readonly spelling: Spelling;
  private changedSinceAnalyze = 0;

  constructor(
    private readonly reader: SqlReader,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {
    super();
    this.spelling = new Spelling(reader);
  }

  async put(documents: readonly SearchDocument[]): Promise<void> {
    await this.write(documents.map(toRow));
  }

  async remove(items: readonly { type: SearchType; id: string; version: number }[]): Promise<void> {
    await this.write(items.map(toTombstone));
  }

  async search(query: SearchQuery): Promise<SearchResult> {
    const text = new QueryText(query.text, query.phrases);
    const sort = query.sort === 'relevance' && text.isEmpty ? 'new' : query.sort;
    const cursor = query.cursor === undefined ? null : decodeSearchCursor(query.cursor, sort);
    // Ranks of another engine cannot be compared with ours.
    if (cursor && sort === 'relevance' && cursor.engine !== ENGINE) return NOTHING;
    if (text.isEmpty) {
      // Words that hold nothing to look for (only signs) find nothing; no words at all means everything that passes the filters.
      if (query.text.trim() !== '' || query.phrases.length > 0) return NOTHING;
      return this.page(query, sort, 'exact', null, cursor);
    }
    if (cursor) return this.page(query, sort, cursor.mode, await this.wording(text, cursor.mode), cursor);
    return this.firstPage(query, sort, text);
  }

  async suggest(query: SuggestQuery): Promise<{ type: SearchType; id: string }[]> {
    const terms = termsOf(query.text).slice(0, 8);
    if (terms.length === 0 || query.limit < 1) return [];
    const words = terms.map((term) => `(${term.parts.map((part) => `'${part}'`).join(' <-> ')})`);
    const last = terms.at(-1)!;
    // Quoted words of a prefix search keep their quotes: 'gra':*
    if (last.parts.length === 1) words[words.length - 1] = `'${last.parts[0]!}':*`;
    return this.reader.query(SUGGEST, [words.join(' & '), query.types, query.audiences, query.limit]);
  }

  async count(): Promise<Record<SearchType, number>> {
    const counts: Record<SearchType, number> = { question: 0, answer: 0, user: 0 };
    for (const row of await this.reader.query(COUNT)) counts[row.type] = row.count;
    return counts;
  }

  async clear(): Promise<void> {
    await this.unitOfWork.run(systemContext('search.clear'), (tx) => tx.query(CLEAR));
  }

  versions(type: SearchType, after: string, limit: number): Promise<IndexedVersion[]> {
    return this.reader.query(VERSIONS, [type, after, limit]);
  }

  versionsOf(items: readonly { type: SearchType; id: string }[]): Promise<(IndexedVersion & { type: SearchType })[]> {
    return this.reader.query(VERSIONS_OF, [items.map((item) => item.type), items.map((item) => item.id)]);
  }

  private async firstPage(query: SearchQuery, sort: SearchQuery['sort'], text: QueryText): Promise<SearchResult> {
    const exact = await this.page(query, sort, 'exact', text.all(), null);
    if (exact.hits.length > 0) return exact;
    const titled = await this.page(query, sort, 'title', text.all(), null);
    if (titled.hits.length > 0) return titled;
    const near = await this.spelling.near(text.correctable());
    if (near.size > 0) {
      const corrected = await this.page(query, sort, 'near', text.allNear(near), null);
      if (corrected.hits.length > 0) return corrected;
    }
    return text.terms.length < 2 ? exact : this.page(query, sort, 'any', text.anyNear(near), null);
  }

  private async wording(text: QueryText, mode: Mode): Promise<string> {
    if (mode === 'exact' || mode === 'title') return text.all();
    const near = await this.spelling.near(text.correctable());
    return mode === 'any' ? text.anyNear(near) : text.allNear(near);
  }

  private async page(query: SearchQuery, sort: SearchQuery['sort'], mode: Mode, words: string | null, after: SearchCursor | null): Promise<SearchResult> {
    const asOf = after?.asOf ?? this.clock.now();
    const rows = await this.reader.query(FIND, this.parameters(query, sort, mode, words, after));
    const kept = rows.slice(0, query.limit);
    const last = kept.at(-1);
    const next = rows.length > kept.length && last ? encodeSearchCursor({ engine: ENGINE, mode, sort, asOf, rank: last.rank, score: last.score, at: last.createdAt, id: last.id }) : null;
    return { hits: this.hits(kept, query), nextCursor: next, fuzzy: kept.length > 0 && mode !== 'exact' && mode !== 'title' };
  }

  private parameters(query: SearchQuery, sort: string, mode: Mode, words: string | null, after: SearchCursor | null): unknown[] {
    return [
      mode === 'title' ? 'search.word' : 'search.text',
      words,
      mode === 'title',
      query.types,
      query.audiences,
      query.tags.length > 0 ? query.tags : null,
      query.excludedTags.length > 0 ? query.excludedTags : null,
      query.authorId ?? null,
      query.minScore ?? null,
      query.isAnswered ?? null,
      sort,
      after?.asOf ?? null,
      after?.rank ?? null,
      after?.score ?? null,
      after?.at ?? null,
      after?.id ?? null,
      query.limit + 1,
    ];
  }

  private hits(rows: readonly FoundRow[], query: SearchQuery): SearchHit[] {
    const highlighter = new Highlighter(lexemesOf(rows[0]?.query ?? ''), [query.text, ...query.phrases].join(' '));
    return rows.map(({ type, id, title, body }) => ({ type, id, titleHighlight: highlighter.mark(title), textHighlight: highlighter.passage(body) }));
  }

  private async write(rows: readonly DocumentRow[]): Promise<void> {
    for (const batch of batches(rows)) {
      const [[result]] = await this.unitOfWork.run(systemContext('search.put'), (tx) => Promise.all([tx.query(PUT, [JSON.stringify(batch)]), tx.query(MERGE)]));
      this.changedSinceAnalyze += result?.changed ?? 0;
    }
    if (this.changedSinceAnalyze < ANALYZE_AFTER) return;
    const { rows: analyzed } = (await this.reader.one(ANALYZED))!;
    if (this.changedSinceAnalyze < analyzed) return;
    this.changedSinceAnalyze = 0;
    await this.unitOfWork.run(systemContext('search.analyze'), (tx) => tx.query(ANALYZE));
  }
}
