import type { Migration } from '#libs/persistence';

const PARAMETERS = `
  p_query tsquery, p_titles_only boolean, p_types text[], p_audiences text[], p_tags text[], p_excluded text[], p_author uuid,
  p_min_score int, p_answered boolean, p_sort text, p_as_of timestamptz, p_rank real, p_score int, p_at timestamptz, p_id uuid, p_limit int`;

const FILTER_PARAMETERS =
  'p_query tsquery, p_types text[], p_audiences text[], p_tags text[], p_excluded text[], p_author uuid, p_min_score int, p_answered boolean, p_as_of timestamptz';
const FILTER_ARGUMENTS = FILTER_PARAMETERS.replace(/ [a-z[\]]+(?=,|$)/g, '');

const PASSED = `p_query, p_titles_only, p_types, p_audiences, p_tags, p_excluded, p_author, p_min_score, p_answered, p_sort, p_as_of, p_rank,
  p_score, p_at, p_id, p_limit`;

const TYPES = 'tsquery, boolean, text[], text[], text[], text[], uuid, int, boolean, text, timestamptz, real, int, timestamptz, uuid, int';

const FILTERS = `d.audience = any (p_audiences) and d.type = any (p_types)
  and (p_tags is null or d.tags @> p_tags) and (p_excluded is null or not d.tags && p_excluded)
  and (p_author is null or d.author_id = p_author) and (p_min_score is null or d.score >= p_min_score)
  and (p_answered is null or d.is_answered = p_answered) and (p_as_of is null or d.created_at <= p_as_of)`;

const MATCHES = `d.words @@ p_query and ${FILTERS}`;

const CANDIDATE =
  '(d.type, d.id, search.worth(d.type, d.words, d.title_words, d.score, p_query), d.score, d.created_at)::search.candidate';

const SORTED = `select d.type, d.id, 0::real, d.score, d.created_at from search.documents d
  where d.state = 'live' and (p_query is null or d.words @@ p_query and not p_titles_only
    or p_titles_only and (d.type, d.id) in (select t.type, t.id from search.titles t where t.words @@ p_query)) and ${FILTERS}`;

/**
 * A page that titles fill asks no text, and common words are looked for among the newest documents before all.
 */
export const enoughTitles: Migration = {
  id: '0008-search-enough-titles',
  up: `
    -- Whether walking from the newest meets matches soon: 2 % of the newest 500 do. The planner's guess knows nothing of when words were
    -- written, and where all of them are old the walk would pass nearly every document.
    create function search.is_common_lately(${FILTER_PARAMETERS}) returns boolean
      language plpgsql stable set plan_cache_mode = force_generic_plan as $$
    begin
      return (
        select count(*) >= 10
        from (select * from search.documents where state = 'live' order by created_at desc, id desc limit 500) d
        where ${MATCHES});
    end $$;

    -- Words of few titles, or filters. Planned for its words: rare ones are looked up, common ones are met by walking, if at all then soon
    -- ("nulls last", of which there are none, keeps the planner from walking).
    create function search.find_ranked(${PARAMETERS}) returns setof search.candidate
      language plpgsql stable rows 20 set plan_cache_mode = force_custom_plan as $$
    declare
      found search.candidate[];
      titled search.candidate[] := '{}';
      filtered boolean := coalesce(p_tags, p_excluded) is not null or coalesce(p_author::text, p_min_score::text, p_answered::text) is not null;
    begin
      if p_titles_only then
        found := '{}';
      elsif search.is_common_lately(${FILTER_ARGUMENTS}) then
        found := array(
          select ${CANDIDATE} from search.documents d where d.state = 'live' and ${MATCHES}
          order by d.created_at desc, d.id desc limit 100);
      else
        found := array(
          select ${CANDIDATE} from search.documents d where d.state = 'live' and ${MATCHES}
          order by d.created_at desc nulls last, d.id desc limit 100);
      end if;
      if not filtered then
        titled := array(select c from search.best_titles(p_query, p_types, p_audiences, p_as_of) c);
      elsif p_titles_only or cardinality(found) = 100 then
        titled := array(
          select ${CANDIDATE}
          from (
            select t.type, t.id from search.titles t
            where t.words @@ p_query and t.audience = any (p_audiences) and t.type = any (p_types) and (p_as_of is null or t.created_at <= p_as_of)
              and exists (select from search.documents d where d.type = t.type and d.id = t.id and ${FILTERS})
            order by t.length, t.created_at desc, t.id limit 100
          ) s join search.documents d on d.type = s.type and d.id = s.id);
      end if;
      return query
        select c.type, c.id, c.rank, c.score, c.created_at
        from (select distinct on (u.type, u.id) u.* from unnest(found || titled) u order by u.type, u.id) c
        where p_rank is null or (c.rank, c.id) < (p_rank, p_id)
        order by c.rank desc, c.id desc limit p_limit;
    end $$;

    create function search.find_sorted(${PARAMETERS}) returns setof search.candidate
      language plpgsql stable rows 20 set plan_cache_mode = force_custom_plan as $$
    begin
      if p_sort = 'score' then
        return query ${SORTED} and (p_id is null or (d.score, d.id) < (p_score, p_id)) order by d.score desc, d.id desc limit p_limit;
      else
        return query ${SORTED} and (p_id is null or (d.created_at, d.id) < (p_at, p_id)) order by d.created_at desc, d.id desc limit p_limit;
      end if;
    end $$;

    -- A title that matches is worth 1 and more, anything else less (up to a score of a hundred thousand). So where titles fill the page, it
    -- comes from them, out of one statement that was planned long ago.
    create or replace function search.find(${PARAMETERS}) returns setof search.candidate
      language plpgsql stable rows 20 set plan_cache_mode = force_generic_plan as $$
    begin
      if p_sort = 'relevance' and p_tags is null and p_excluded is null and p_author is null and p_min_score is null and p_answered is null then
        return query
          with best as materialized (
            select t.type, t.id from search.titles t
            where t.words @@ p_query and t.audience = any (p_audiences) and t.type = any (p_types) and (p_as_of is null or t.created_at <= p_as_of)
            order by t.length, t.created_at desc, t.id limit 100
          ), rest as materialized (
            select c.* from (
              select d.type, d.id, search.worth(d.type, d.words, d.title_words, d.score, p_query) as rank, d.score, d.created_at
              from best s join search.documents d on d.type = s.type and d.id = s.id
              where (select count(*) from best) >= p_limit) c
            where p_rank is null or (c.rank, c.id) < (p_rank, p_id)
          )
          select r.* from rest r where (select count(*) from rest) >= p_limit
          order by r.rank desc, r.id desc limit p_limit;
        if found then return; end if;
      end if;
      if p_sort = 'relevance' then
        return query select f.* from search.find_ranked(${PASSED}) f;
      else
        return query select f.* from search.find_sorted(${PASSED}) f;
      end if;
    end $$;

    drop function search.find_in_texts(${TYPES});
  `,
};
