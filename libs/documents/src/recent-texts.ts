import { LRUCache } from 'lru-cache';
import type { DocumentCollection, DocumentRef, DocumentStore, DocumentVersion } from './document-store.port.js';

/** An erased text, which no row refers to any more, stays in memory for so long at most. */
const KEPT_MS = 10 * 60_000;
/** What an entry takes besides its text. */
const OVERHEAD = 300;

function sizeOf({ title = '', body, bodyHtml }: DocumentVersion): number {
  return OVERHEAD + title.length + body.length + bodyHtml.length;
}

/**
 * Texts for pages, those read last from memory: of each document one version, bounded in characters. A version never changes, so nothing
 * here is ever stale; who may see a text is decided by its row, and rows are not remembered.
 */
export class RecentTexts {
  private readonly texts: LRUCache<string, DocumentVersion>;

  constructor(
    private readonly store: Pick<DocumentStore, 'getMany'>,
    { maxSize }: { maxSize: number },
  ) {
    this.texts = new LRUCache({ maxSize, sizeCalculation: sizeOf, ttl: KEPT_MS });
  }

  /** As DocumentStore.getMany, which is asked for what is not remembered. The answers are shared: leave them as they are. */
  async getMany(collection: DocumentCollection, refs: readonly DocumentRef[]): Promise<Map<string, Readonly<DocumentVersion>>> {
    const found = new Map<string, DocumentVersion>();
    const missing: DocumentRef[] = [];
    for (const ref of refs) {
      const text = this.texts.get(`${collection}:${ref.id}`);
      if (text?.version === ref.version) found.set(ref.id, text);
      else missing.push(ref);
    }
    if (missing.length === 0) return found;
    for (const [id, text] of await this.store.getMany(collection, missing)) {
      this.texts.set(`${collection}:${id}`, text);
      found.set(id, text);
    }
    return found;
  }
}
