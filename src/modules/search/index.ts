export { SearchHitSchema, SearchPageSchema } from './api/search.schemas.js';
export { FindThings, type FindInput, type Found } from './application/find-things.js';
export type { FoundItem } from './application/hit-reader.js';
export type { Difference } from './application/index-comparison.js';
export { Reindex, type ReindexProgress } from './application/reindex.js';
export { type AuditedIndex, SearchAudit } from './application/search-audit.js';
export { SuggestThings } from './application/suggest-things.js';
export { SearchModule } from './search.module.js';
export { IndexKeeper } from './worker/index-keeper.js';
