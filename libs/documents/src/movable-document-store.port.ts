import { type DocumentCollection, DocumentStore, type DocumentVersion } from './document-store.port.js';

/** The store of one engine, as `cairn move` sees it: it can also be filled from another engine, and counted. */
export abstract class MovableDocumentStore extends DocumentStore {
  /**
   * Stores versions exactly as they are, in the place of whatever stands there; durable before it resolves. They count as visible: no sweep
   * takes them for left behind. Only for an engine that is not active.
   */
  abstract put(collection: DocumentCollection, versions: readonly DocumentVersion[]): Promise<void>;
  /** About how many versions there are, visible or not: exact but for what a crash of the engine has left uncounted. */
  abstract count(collection: DocumentCollection): Promise<number>;
}
