import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, errors, type estypes } from '@elastic/elasticsearch';
import type { RejectedDocument } from '../../rejected-documents.js';
import { batches, type IndexDocument } from './index-document.js';
import { asking, indexMissing, unavailable } from './server-failure.js';

const BULK_TIMEOUT_MS = 10_000;
const PATIENCE_MS = 15_000;
const FIRST_WAIT_MS = 100;
const MOST_WAIT_MS = 2_000;
/** The server is busy: later it will take the same document. */
const LATER = new Set([429, 503]);
const STALE = 409;
/** The document itself is at fault: it will never be taken. */
const POISON = 400;

export interface BulkOptions {
  /** An index, or an alias that must exist: nothing may make an index by itself. */
  target: string;
  isAlias: boolean;
  /** Wait until searches see it. */
  visible: boolean;
}

interface Outcome {
  again: IndexDocument[];
  rejected: RejectedDocument[];
}

/** Writes documents in bulk with their own versions: an older one never replaces a newer one. A server that is busy is waited for. */
export class BulkWriter {
  constructor(
    private readonly client: Client,
    private readonly onRejected: (documents: readonly RejectedDocument[]) => Promise<void>,
  ) {}

  /** @throws SEARCH.ENGINE_UNAVAILABLE, SEARCH.INDEX_MISSING; then some of the documents may be written, and all may be written again */
  async write(documents: readonly IndexDocument[], options: BulkOptions): Promise<void> {
    for (const batch of batches(documents)) await this.writeBatch(batch, options);
  }

  private async writeBatch(batch: readonly IndexDocument[], options: BulkOptions): Promise<void> {
    const until = performance.now() + PATIENCE_MS;
    let waiting: readonly IndexDocument[] = batch;
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, MOST_WAIT_MS)) {
      const { again, rejected } = await this.send(waiting, options);
      if (rejected.length > 0) await this.onRejected(rejected);
      if (again.length === 0) return;
      if (performance.now() + wait > until) throw unavailable(`the server is too busy: ${again.length} documents were refused again and again`);
      await sleep(wait);
      waiting = again;
    }
  }

  private async send(documents: readonly IndexDocument[], { target, isAlias, visible }: BulkOptions): Promise<Outcome> {
    const operations = documents.flatMap(({ key, version, source }) => [{ index: { _id: key, version, version_type: 'external_gte' as const } }, source]);
    const request = { index: target, operations, require_alias: isAlias, refresh: visible ? ('wait_for' as const) : false };
    try {
      const { items, errors: hasErrors } = await this.client.bulk(request, { requestTimeout: BULK_TIMEOUT_MS });
      return hasErrors ? this.sort(documents, items) : { again: [], rejected: [] };
    } catch (error) {
      if (error instanceof errors.ResponseError && LATER.has(error.statusCode ?? 0)) return { again: [...documents], rejected: [] };
      return asking(() => Promise.reject(error as Error));
    }
  }

  private sort(documents: readonly IndexDocument[], items: readonly Partial<Record<string, estypes.BulkResponseItem>>[]): Outcome {
    const outcome: Outcome = { again: [], rejected: [] };
    for (const [place, item] of items.entries()) {
      const { status, error } = item['index']!;
      const document = documents[place]!;
      if (!error || status === STALE) continue;
      const reason = `${error.type}: ${error.reason ?? ''}`;
      if (LATER.has(status)) outcome.again.push(document);
      else if (status === POISON) outcome.rejected.push({ type: document.type, id: document.id, version: document.version, reason: because(error) });
      else if (status === 404) throw indexMissing(reason.slice(0, 300));
      else throw unavailable(reason.slice(0, 300));
    }
    return outcome;
  }
}

function because(error: estypes.ErrorCause): string {
  const inner = error.caused_by?.reason;
  return `${error.type}: ${error.reason ?? ''}${inner ? ` (${inner})` : ''}`.slice(0, 500);
}
