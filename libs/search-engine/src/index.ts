export { EngineRecords, indexCursor } from './engine-records.js';
export { FallbackSearchEngine } from './fallback-search-engine.js';
export { searchEngineMigrations } from './migrations/index.js';
export { type RejectedDocument, RejectedDocuments } from './rejected-documents.js';
export { type IndexBuild, type IndexState, RemoteSearchEngine, type SearchIndexTarget } from './remote-search-engine.port.js';
export { type Complaint, RemoteWatch } from './remote-watch.js';
export { searchEngineConfig } from './search-engine.config.js';
export {
  type IndexedVersion,
  LEFT_OUT,
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
export { SEARCH_CURSOR_INVALID, SEARCH_ENGINE_UNAVAILABLE, SEARCH_INDEX_MISSING } from './search-engine.errors.js';
export { SearchIndexes } from './search-indexes.js';
