export { describeDifferences, type IndexDifference } from './document-indexes.js';
export { MongoDocumentStore } from './mongo-document-store.js';
export { type MongoDocumentStoreOptions, openMongoDocumentStore, type OpenMongoDocumentStore } from './open-mongo-document-store.js';
