import type { MovableDocumentStore } from '#libs/documents';
import { newId } from '#libs/kernel';

/** The server of a document store that is not PostgreSQL. */
export interface DocumentServer {
  /** For people. */
  readonly name: string;
  /** @returns what it is. @throws when it does not answer */
  ping(): Promise<string>;
  /** Makes indexes that are missing. */
  prepare(): Promise<void>;
  /** What is not as it should be with its indexes; empty when all is well. */
  complaints(): Promise<string[]>;
  close(): Promise<void>;
}

/** One document store and the server behind it, if it has one of its own. */
export class DocumentsEngine {
  constructor(
    readonly store: MovableDocumentStore,
    readonly server: DocumentServer | null,
  ) {}

  /** For people. */
  get name(): string {
    return this.server?.name ?? 'PostgreSQL';
  }

  /** Reaches it. @returns what there is to say. @throws when it does not answer, or lacks something that `cairn migrate` makes */
  async probe(): Promise<string | null> {
    if (this.server === null) {
      await this.store.getMany('questions', [{ id: newId(), version: 1 }]);
      return null;
    }
    const [what, complaints] = await Promise.all([this.server.ping(), this.server.complaints()]);
    if (complaints.length > 0) throw new Error(complaints.join('; '));
    return what;
  }

  async prepare(): Promise<void> {
    await this.server?.prepare();
  }

  async close(): Promise<void> {
    await this.server?.close();
  }
}
