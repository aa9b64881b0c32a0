import type { estypes } from '@elastic/elasticsearch';
import type { SearchQuery } from '../../search-engine.port.js';
import type { Mode, SearchCursor } from '../../text/search-cursor.js';
import type { QueryWords } from './query-words.js';

type Query = estypes.QueryDslQueryContainer;
type Sort = SearchQuery['sort'];
export type SearchBody = Omit<estypes.SearchRequest, 'index' | 'body'>;

/** The server gives up by itself before the client does. */
const SERVER_TIMEOUT = '1200ms';
/** A title that has the words outweighs any text. */
const TITLE_STEP = 10;
const TITLE_WEIGHT = 5;

const ORDER: Readonly<Record<Sort, estypes.SortCombinations[]>> = {
  relevance: [{ _score: { order: 'desc' } }, { id: { order: 'desc' } }],
  new: [{ created: { order: 'desc' } }, { id: { order: 'desc' } }],
  score: [{ score: { order: 'desc' } }, { id: { order: 'desc' } }],
};

function filters(query: SearchQuery, after: SearchCursor | null): Query[] {
  return [
    { term: { state: 'live' } },
    { terms: { audience: [...query.audiences] } },
    { terms: { type: [...query.types] } },
    ...query.tags.map((tag): Query => ({ term: { tags: tag } })),
    ...(query.excludedTags.length > 0 ? [{ bool: { must_not: [{ terms: { tags: [...query.excludedTags] } }] } }] : []),
    ...(query.authorId === undefined ? [] : [{ term: { author: query.authorId } }]),
    ...(query.minScore === undefined ? [] : [{ range: { score: { gte: query.minScore } } }]),
    ...(query.isAnswered === undefined ? [] : [{ term: { answered: query.isAnswered } }]),
    ...(after ? [{ range: { created: { lte: after.asOf.getTime() } } }] : []),
  ];
}

function ranked(words: QueryWords, mode: Mode, filter: Query[]): Query {
  const worth: Query = { function_score: { query: words.found(mode), functions: [{ field_value_factor: { field: 'worth', missing: 1 } }], boost_mode: 'multiply' } };
  const titled = words.titled(mode);
  const lift: Query[] = mode === 'title' ? [] : [{ constant_score: { filter: titled, boost: TITLE_STEP } }, { function_score: { query: titled, boost: TITLE_WEIGHT } }];
  return { bool: { filter, must: [worth], should: lift } };
}

function position(sort: Sort, after: SearchCursor): estypes.SortResults {
  if (sort === 'relevance') return [after.rank, after.id];
  return [sort === 'new' ? after.at.getTime() : after.score, after.id];
}

/** The body of a search; `words` is null when everything that passes the filters is wanted. */
export function searchBody(query: SearchQuery, sort: Sort, words: QueryWords | null, mode: Mode, after: SearchCursor | null): SearchBody {
  const filter = filters(query, after);
  const isRanked = words !== null && sort === 'relevance';
  return {
    query: isRanked ? ranked(words, mode, filter) : { bool: { filter: words === null ? filter : [...filter, words.found(mode)] } },
    sort: ORDER[sort],
    size: query.limit + 1,
    track_total_hits: false,
    timeout: SERVER_TIMEOUT,
    ...(after ? { search_after: position(sort, after) } : {}),
  };
}
