import type { Migration } from '#libs/persistence';
import { enoughTitles } from './enough-titles.js';
import { mergedWrites } from './merged-writes.js';
import { titlesAtOnce } from './titles-at-once.js';

/**
 * The index of the PostgreSQL engine. It is always there: with another engine active it is the one that search falls back to.
 *
 * Two configurations: `search.text` stems English words and drops its stop words, `search.word` keeps every word as it is. Both fold accents.
 * Texts arrive here already split into words by the adapter (words-of.ts), so that no parser mistakes `and/or` for a path.
 */
export const searchEngineMigrations: Migration[] = [
  {
    id: '0001-search-documents',
    up: `
      create schema if not exists search;

      create text search dictionary search.english (template = pg_catalog.snowball, language = english, stopwords = english);
      create text search configuration search.text (copy = pg_catalog.english);
      alter text search configuration search.text
        alter mapping for asciiword, word, numword, asciihword, hword, numhword, hword_asciipart, hword_part, hword_numpart
        with public.unaccent, search.english;
      create text search configuration search.word (copy = pg_catalog.simple);
      alter text search configuration search.word
        alter mapping for asciiword, word, numword, asciihword, hword, numhword, hword_asciipart, hword_part, hword_numpart
        with public.unaccent, pg_catalog.simple;

      -- Narrow rows: a search walks many of them and reads the texts (below) of one page only. A removed thing stays as a row without words,
      -- so that an older version cannot bring it back.
      create table search.documents (
        type text not null,
        id uuid not null,
        version bigint not null,
        state text not null,
        audience text not null,
        tags text[] not null,
        author_id uuid,
        score int not null,
        is_answered boolean not null,
        created_at timestamptz not null,
        digest text not null,
        words tsvector not null,
        title_words tsvector not null,
        primary key (type, id)
      ) with (fillfactor = 90, toast_tuple_target = 8160);
      -- Without the pending list: it makes inserts cheaper and every search slower until the next vacuum, and we search more than we write.
      create index documents_words on search.documents using gin (words) with (fastupdate = off) where state = 'live';
      create index documents_tags on search.documents using gin (tags) with (fastupdate = off) where state = 'live';
      create index documents_newest on search.documents (created_at desc, id desc) where state = 'live';
      create index documents_author on search.documents (author_id, created_at desc) where state = 'live';

      -- The titles of what is live, once more: common words stand in many of them, and these rows are a tenth as wide.
      create table search.titles (
        type text not null,
        id uuid not null,
        audience text not null,
        created_at timestamptz not null,
        length int not null,
        words tsvector not null,
        primary key (type, id)
      );
      create index titles_words on search.titles using gin (words) with (fastupdate = off);

      create table search.texts (
        type text not null,
        id uuid not null,
        title text not null,
        body text not null,
        primary key (type, id)
      );

      -- Every word of four letters or more that was ever indexed, to correct misspelt ones. All words that differ from a given one by a letter
      -- too many, missing, wrong or swapped with its neighbour share one of these with it: itself, or itself less one letter.
      create function search.deletions(word text) returns text[]
        language sql immutable strict parallel safe
        return (select array_append(array_agg(distinct left(word, i - 1) || substr(word, i + 1)), word) from generate_series(1, char_length(word)) i);
      create table search.words (word text primary key);
      create index words_deletions on search.words using gin (search.deletions(word)) with (fastupdate = off);
      create index words_trigrams on search.words using gin (word public.gin_trgm_ops) with (fastupdate = off);

      -- What a thing is worth for some words: how often and how close they stand, a little for its votes, and a step up for a matching title.
      -- What members say of themselves is short and full of words, and rarely what somebody looks for: it comes after posts.
      create function search.worth(type text, words tsvector, title_words tsvector, score int, query tsquery) returns real
        language sql immutable parallel safe
        return (ts_rank(words, query, 1) * (1 + ln(1 + greatest(score, 0)) / 20) * case when type = 'user' then 0.1 else 1 end
          + case when title_words @@ query then 1 + ts_rank('{1,1,1,1}', title_words, query, 2) else 0 end)::real;

      -- A function because a query must be planned for its words: a rare one is looked up, a common one is met soon enough by walking from the
      -- newest. A prepared statement's generic plan cannot know which. Ranking reads whole rows, so only the newest 120 matches are ranked, and
      -- where there are more, those with the 120 shortest matching titles. Parameters that are null do not filter.
      create type search.candidate as (type text, id uuid, rank real, score int, created_at timestamptz);
      create function search.find(
        p_query tsquery, p_titles_only boolean, p_types text[], p_audiences text[], p_tags text[], p_excluded text[], p_author uuid,
        p_min_score int, p_answered boolean, p_sort text, p_as_of timestamptz, p_rank real, p_score int, p_at timestamptz, p_id uuid, p_limit int
      ) returns setof search.candidate
        language plpgsql stable rows 20 set plan_cache_mode = force_custom_plan as $$
      declare
        found search.candidate[] := '{}';
        titled search.candidate[] := '{}';
        filtered boolean := coalesce(p_tags, p_excluded) is not null or coalesce(p_author::text, p_min_score::text, p_answered::text) is not null;
      begin
        if p_sort = 'relevance' then
          if not p_titles_only then
            found := array(
              select (d.type, d.id, search.worth(d.type, d.words, d.title_words, d.score, p_query), d.score, d.created_at)::search.candidate
              from search.documents d
              where d.state = 'live' and d.words @@ p_query and d.audience = any (p_audiences) and d.type = any (p_types)
                and (p_tags is null or d.tags @> p_tags) and (p_excluded is null or not d.tags && p_excluded)
                and (p_author is null or d.author_id = p_author) and (p_min_score is null or d.score >= p_min_score)
                and (p_answered is null or d.is_answered = p_answered) and (p_as_of is null or d.created_at <= p_as_of)
              order by d.created_at desc, d.id desc limit 120);
          end if;
          if p_titles_only or cardinality(found) = 120 then
            titled := array(
              select (t.type, t.id, 1 + ts_rank('{1,1,1,1}', t.words, p_query, 2), 0, t.created_at)::search.candidate
              from search.titles t
              where t.words @@ p_query and t.audience = any (p_audiences) and t.type = any (p_types) and (p_as_of is null or t.created_at <= p_as_of)
                and (not filtered or exists (
                  select from search.documents d
                  where d.type = t.type and d.id = t.id and (p_tags is null or d.tags @> p_tags) and (p_excluded is null or not d.tags && p_excluded)
                    and (p_author is null or d.author_id = p_author) and (p_min_score is null or d.score >= p_min_score)
                    and (p_answered is null or d.is_answered = p_answered)))
              order by t.length, t.created_at desc, t.id limit 120);
            found := array(
              select (c.type, c.id, max(c.rank), max(c.score), max(c.created_at))::search.candidate from unnest(found || titled) c group by c.type, c.id);
          end if;
          return query
            select c.* from unnest(found) c where p_rank is null or (c.rank, c.id) < (p_rank, p_id)
            order by c.rank desc, c.id desc limit p_limit;
        elsif p_sort = 'score' then
          return query
            select d.type, d.id, 0::real, d.score, d.created_at from search.documents d
            where d.state = 'live' and d.audience = any (p_audiences) and d.type = any (p_types)
              and (p_query is null or d.words @@ p_query and not p_titles_only or p_titles_only and (d.type, d.id) in (select t.type, t.id from search.titles t where t.words @@ p_query))
              and (p_tags is null or d.tags @> p_tags) and (p_excluded is null or not d.tags && p_excluded)
              and (p_author is null or d.author_id = p_author) and (p_min_score is null or d.score >= p_min_score)
              and (p_answered is null or d.is_answered = p_answered) and (p_as_of is null or d.created_at <= p_as_of)
              and (p_id is null or (d.score, d.id) < (p_score, p_id))
            order by d.score desc, d.id desc limit p_limit;
        else
          return query
            select d.type, d.id, 0::real, d.score, d.created_at from search.documents d
            where d.state = 'live' and d.audience = any (p_audiences) and d.type = any (p_types)
              and (p_query is null or d.words @@ p_query and not p_titles_only or p_titles_only and (d.type, d.id) in (select t.type, t.id from search.titles t where t.words @@ p_query))
              and (p_tags is null or d.tags @> p_tags) and (p_excluded is null or not d.tags && p_excluded)
              and (p_author is null or d.author_id = p_author) and (p_min_score is null or d.score >= p_min_score)
              and (p_answered is null or d.is_answered = p_answered) and (p_as_of is null or d.created_at <= p_as_of)
              and (p_id is null or (d.created_at, d.id) < (p_at, p_id))
            order by d.created_at desc, d.id desc limit p_limit;
        end if;
      end $$;
    `,
  },
  {
    id: '0002-search-engines',
    up: `
      -- Other engines, each with an index that can be rebuilt from the rows. One that was asked for more often than it was done lacks something.
      create table search.engines (
        engine text primary key,
        builds_asked bigint not null default 0,
        builds_done bigint not null default 0
      );
      -- What an engine will never take as it is.
      create table search.rejected (
        engine text not null,
        type text not null,
        id uuid not null,
        version bigint not null,
        reason text not null,
        at timestamptz not null default clock_timestamp(),
        primary key (engine, type, id)
      );
    `,
  },
  {
    id: '0003-search-swapping',
    up: `
      -- From just before a new index takes the old one's place until it has seen what was written to the old one meanwhile.
      alter table search.engines add column is_swapping boolean not null default false;
    `,
  },
  {
    id: '0004-search-titles-first',
    up: `
      -- The 100 shortest of the matching titles, worth what they are worth as documents. Of its own so that it is planned once: whatever the
      -- words, titles are looked up by them. Cut before they are ranked, for common words stand in many.
      create function search.best_titles(p_query tsquery, p_types text[], p_audiences text[], p_as_of timestamptz) returns setof search.candidate
        language plpgsql stable rows 100 set plan_cache_mode = force_generic_plan as $$
      begin
        return query
          select d.type, d.id, search.worth(d.type, d.words, d.title_words, d.score, p_query), d.score, d.created_at
          from (
            select t.type, t.id from search.titles t
            where t.words @@ p_query and t.audience = any (p_audiences) and t.type = any (p_types) and (p_as_of is null or t.created_at <= p_as_of)
            order by t.length, t.created_at desc, t.id limit 100
          ) s join search.documents d on d.type = s.type and d.id = s.id;
      end $$;

      -- As before, but titles come first: one that matches is worth more than any text, so where 100 do, no text is looked at. Otherwise the
      -- newest 100 matches are ranked, and where there are more, the titles besides. A thing is worth the same whichever way it was met, so
      -- that pages stay steady when a title comes or goes between them.
      create or replace function search.find(
        p_query tsquery, p_titles_only boolean, p_types text[], p_audiences text[], p_tags text[], p_excluded text[], p_author uuid,
        p_min_score int, p_answered boolean, p_sort text, p_as_of timestamptz, p_rank real, p_score int, p_at timestamptz, p_id uuid, p_limit int
      ) returns setof search.candidate
        language plpgsql stable rows 20 set plan_cache_mode = force_custom_plan as $$
      declare
        found search.candidate[] := '{}';
        titled search.candidate[] := '{}';
        filtered boolean := coalesce(p_tags, p_excluded) is not null or coalesce(p_author::text, p_min_score::text, p_answered::text) is not null;
      begin
        if p_sort = 'relevance' then
          if not filtered then
            titled := array(select c from search.best_titles(p_query, p_types, p_audiences, p_as_of) c);
          end if;
          if not p_titles_only and cardinality(titled) < 100 then
            found := array(
              select (d.type, d.id, search.worth(d.type, d.words, d.title_words, d.score, p_query), d.score, d.created_at)::search.candidate
              from search.documents d
              where d.state = 'live' and d.words @@ p_query and d.audience = any (p_audiences) and d.type = any (p_types)
                and (p_tags is null or d.tags @> p_tags) and (p_excluded is null or not d.tags && p_excluded)
                and (p_author is null or d.author_id = p_author) and (p_min_score is null or d.score >= p_min_score)
                and (p_answered is null or d.is_answered = p_answered) and (p_as_of is null or d.created_at <= p_as_of)
              order by d.created_at desc, d.id desc limit 100);
          end if;
          if filtered and (p_titles_only or cardinality(found) = 100) then
            titled := array(
              select (d.type, d.id, search.worth(d.type, d.words, d.title_words, d.score, p_query), d.score, d.created_at)::search.candidate
              from (
                select t.type, t.id from search.titles t
                where t.words @@ p_query and t.audience = any (p_audiences) and t.type = any (p_types) and (p_as_of is null or t.created_at <= p_as_of)
                  and exists (
                    select from search.documents d
                    where d.type = t.type and d.id = t.id and (p_tags is null or d.tags @> p_tags) and (p_excluded is null or not d.tags && p_excluded)
                      and (p_author is null or d.author_id = p_author) and (p_min_score is null or d.score >= p_min_score)
                      and (p_answered is null or d.is_answered = p_answered))
                order by t.length, t.created_at desc, t.id limit 100
              ) s join search.documents d on d.type = s.type and d.id = s.id);
          end if;
          if cardinality(found) = 0 then
            found := titled;
          elsif cardinality(found) = 100 and cardinality(titled) > 0 then
            found := array(
              select (c.type, c.id, max(c.rank), max(c.score), max(c.created_at))::search.candidate from unnest(found || titled) c group by c.type, c.id);
          end if;
          return query
            select c.* from unnest(found) c where p_rank is null or (c.rank, c.id) < (p_rank, p_id)
            order by c.rank desc, c.id desc limit p_limit;
        elsif p_sort = 'score' then
          return query
            select d.type, d.id, 0::real, d.score, d.created_at from search.documents d
            where d.state = 'live' and d.audience = any (p_audiences) and d.type = any (p_types)
              and (p_query is null or d.words @@ p_query and not p_titles_only or p_titles_only and (d.type, d.id) in (select t.type, t.id from search.titles t where t.words @@ p_query))
              and (p_tags is null or d.tags @> p_tags) and (p_excluded is null or not d.tags && p_excluded)
              and (p_author is null or d.author_id = p_author) and (p_min_score is null or d.score >= p_min_score)
              and (p_answered is null or d.is_answered = p_answered) and (p_as_of is null or d.created_at <= p_as_of)
              and (p_id is null or (d.score, d.id) < (p_score, p_id))
            order by d.score desc, d.id desc limit p_limit;
        else
          return query
            select d.type, d.id, 0::real, d.score, d.created_at from search.documents d
            where d.state = 'live' and d.audience = any (p_audiences) and d.type = any (p_types)
              and (p_query is null or d.words @@ p_query and not p_titles_only or p_titles_only and (d.type, d.id) in (select t.type, t.id from search.titles t where t.words @@ p_query))
              and (p_tags is null or d.tags @> p_tags) and (p_excluded is null or not d.tags && p_excluded)
              and (p_author is null or d.author_id = p_author) and (p_min_score is null or d.score >= p_min_score)
              and (p_answered is null or d.is_answered = p_answered) and (p_as_of is null or d.created_at <= p_as_of)
              and (p_id is null or (d.created_at, d.id) < (p_at, p_id))
            order by d.created_at desc, d.id desc limit p_limit;
        end if;
      end $$;
    `,
  },
  {
    id: '0005-search-numbering',
    up: `
      -- By which rule the versions in an index were made. An index of an older rule is built anew: its versions mean nothing beside the rows'.
      alter table search.engines add column numbering int not null default 1;
    `,
  },
  titlesAtOnce,
  mergedWrites,
  enoughTitles,
];
