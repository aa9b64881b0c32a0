import type { Migration } from '#libs/persistence';

export const titlesAtOnce: Migration = {
  id: '0006-search-titles-at-once',
  up: `
    -- Most words of people stand in many titles. Where 100 match, the page comes out of one statement that was planned long ago;
    -- everything else goes the way it did.
    alter function search.find(tsquery, boolean, text[], text[], text[], text[], uuid, int, boolean, text, timestamptz, real, int, timestamptz, uuid, int)
      rename to find_in_texts;
    create function search.find(
      p_query tsquery, p_titles_only boolean, p_types text[], p_audiences text[], p_tags text[], p_excluded text[], p_author uuid,
      p_min_score int, p_answered boolean, p_sort text, p_as_of timestamptz, p_rank real, p_score int, p_at timestamptz, p_id uuid, p_limit int
    ) returns setof search.candidate
      language plpgsql stable rows 20 set plan_cache_mode = force_generic_plan as $$
    begin
      if p_sort = 'relevance' and p_tags is null and p_excluded is null and p_author is null and p_min_score is null and p_answered is null then
        return query
          with best as materialized (
            select t.type, t.id from search.titles t
            where t.words @@ p_query and t.audience = any (p_audiences) and t.type = any (p_types) and (p_as_of is null or t.created_at <= p_as_of)
            order by t.length, t.created_at desc, t.id limit 100)
          select c.* from (
            select d.type, d.id, search.worth(d.type, d.words, d.title_words, d.score, p_query) as rank, d.score, d.created_at
            from best s join search.documents d on d.type = s.type and d.id = s.id) c
          where (select count(*) from best) = 100 and (p_rank is null or (c.rank, c.id) < (p_rank, p_id))
          order by c.rank desc, c.id desc limit p_limit;
        if found then return; end if;
      end if;
      return query select f.* from search.find_in_texts(p_query, p_titles_only, p_types, p_audiences, p_tags, p_excluded, p_author,
        p_min_score, p_answered, p_sort, p_as_of, p_rank, p_score, p_at, p_id, p_limit) f;
    end $$;
  `,
};
