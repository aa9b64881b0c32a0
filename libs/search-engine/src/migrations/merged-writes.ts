import type { Migration } from '#libs/persistence';

export const mergedWrites: Migration = {
  id: '0007-search-merged-writes',
  up: `
    -- What a batch adds to these indexes is gathered in their pending lists and merged at the end of the batch: words that its documents share
    -- are then looked up once, not once for each. Searches hardly ever meet a list that is not empty, for every write ends with the merge.
    alter index search.documents_words set (fastupdate = on);
    alter index search.documents_tags set (fastupdate = on);
    alter index search.titles_words set (fastupdate = on);
    -- With the rights of the owner, whom merging is reserved to.
    create function search.merge_pending() returns void language sql security definer set search_path = pg_catalog
      return (select gin_clean_pending_list('search.documents_words') + gin_clean_pending_list('search.documents_tags')
        + gin_clean_pending_list('search.titles_words'));
  `,
};
