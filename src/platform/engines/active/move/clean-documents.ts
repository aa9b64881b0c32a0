import { type DocumentCollection, documentCollections } from '#libs/documents';
import { AppError } from '#libs/kernel';
import { type DirectClient } from '#libs/persistence';
import { engineOfPort, portOf } from '../../ports.js';
import { MOVE_REFUSED } from './move-errors.js';
import type { MoveParts } from './move-documents.js';
import { asOnlyMover } from './mover-lock.js';

export interface CleanReport {
  /** By engine: how many versions were removed. */
  removed: Record<string, number>;
  /** Engines that are gone, and were struck off. */
  forgotten: string[];
}

const BATCH = 500;
/** By now every process reads from the active engine. */
const SETTLED = `select count(*)::int as n from platform.active_engines where port = 'documents' and state = 'settled' and changed_at < now() - interval '10 seconds'`;

/** Removes the texts that a move has left in the engine it came from. */
export class CleanDocuments {
  constructor(private readonly parts: Pick<MoveParts, 'connections' | 'active' | 'engines'>) {}

  /**
   * @param forget strikes off engines that this command cannot reach for good, without removing anything there
   * @throws ENGINES.MOVE_REFUSED while a move is under way or has just ended
   */
  async clean(forget: boolean, onProgress: (collection: string, removed: number) => void): Promise<CleanReport> {
    return asOnlyMover(this.parts.connections, async (client) => {
      await this.parts.active.refresh();
      const { copies } = this.parts.active.rowOf('documents');
      const report: CleanReport = { removed: {}, forgotten: [] };
      if (copies.length === 0) return report;
      const [row] = await client.query<{ n: number }>(SETTLED);
      if (row!.n === 0) throw new AppError(MOVE_REFUSED, { detail: 'A move is under way or ended less than ten seconds ago.' });
      for (const engine of copies) {
        if (forget) report.forgotten.push(engine);
        else report.removed[engine] = await this.empty(engine, onProgress);
        await this.strikeOff(client, engine);
      }
      await this.parts.active.refresh();
      return report;
    });
  }

  private async empty(engine: string, onProgress: (collection: string, removed: number) => void): Promise<number> {
    if (!this.parts.engines.has(engine)) {
      const { label, variables } = engineOfPort(portOf('documents'), engine);
      throw new AppError(MOVE_REFUSED, { detail: `The copies are in ${label}: set ${variables.join(', ')}, or pass --forget when that server is gone for good.` });
    }
    const store = await this.parts.engines.movable(engine);
    let removed = 0;
    const emptyOne = async (collection: DocumentCollection): Promise<void> => {
      for (;;) {
        const page = await store.scan(collection, null, BATCH);
        if (page.length === 0) return;
        await store.erase(collection, [...new Set(page.map((version) => version.id))]);
        onProgress(collection, (removed += page.length));
      }
    };
    for (const collection of documentCollections) await emptyOne(collection);
    return removed;
  }

  private async strikeOff(client: DirectClient, engine: string): Promise<void> {
    await client.query(`update platform.active_engines set copies = array_remove(copies, $1), changed_at = now() where port = 'documents'`, [engine]);
  }
}
