export { documentsConfig } from './documents.config.js';
export { DOCUMENTS_UNAVAILABLE, VERSION_TAKEN } from './documents.errors.js';
export { documentCollections, documentTypes } from './document-types.js';
export {
  type DocumentCollection,
  type DocumentRef,
  DocumentStore,
  type DocumentVersion,
  type NewestVersions,
  type StagedDocuments,
} from './document-store.port.js';
export { MovableDocumentStore } from './movable-document-store.port.js';
export { documentsMigrations } from './migrations/index.js';
export { RecentTexts } from './recent-texts.js';
