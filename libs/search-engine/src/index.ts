export { searchEngineMigrations } from './migrations/index.js';
export {
  MATCH_END,
  MATCH_START,
  SEARCH_TYPES,
  type SearchDocument,
  SearchEngine,
  type SearchHit,
  type SearchQuery,
  type SearchResult,
  type SearchType,
  type SuggestQuery,
} from './search-engine.port.js';
export { SEARCH_CURSOR_INVALID } from './search-engine.errors.js';
