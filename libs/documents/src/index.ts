export { VERSION_TAKEN } from './documents.errors.js';
export {
  type DocumentCollection,
  type DocumentRef,
  DocumentStore,
  type DocumentVersion,
  type NewestVersions,
  type StagedDocuments,
} from './document-store.port.js';
export { documentsMigrations } from './migrations/index.js';
