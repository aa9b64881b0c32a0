export { SearchHitSchema, SearchPageSchema } from './api/search.schemas.js';
export { FindThings, type FindInput, type Found } from './application/find-things.js';
export type { FoundItem } from './application/hit-reader.js';
export { Reindex, type ReindexProgress } from './application/reindex.js';
export { SuggestThings } from './application/suggest-things.js';
export { SearchModule } from './search.module.js';
