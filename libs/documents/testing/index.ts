export { describeDocumentStoreContract, type DocumentStoreFixture } from './document-store.contract.js';
export { ServerProxy } from './server-proxy.js';
