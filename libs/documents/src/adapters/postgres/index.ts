export { PostgresDocumentStore } from './postgres-document-store.js';
