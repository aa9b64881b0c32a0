import type { DocumentCollection, DocumentRef } from '#libs/documents';
import { newId } from '#libs/kernel';
import type { DirectClient } from '#libs/persistence';
import type { MoveReport } from './move-report.js';

/** How far the copying of one collection is. */
export interface CollectionCursor {
  /** Versions copied so far. */
  copied: number;
  /** The last one, or null before the first. */
  after: DocumentRef | null;
  isDone: boolean;
}

/** A move that is under way, as it survives the process that carries it out. */
export interface MoveRecord {
  id: string;
  source: string;
  target: string;
  copied: Partial<Record<DocumentCollection, CollectionCursor>>;
  /** How many times it was begun or gone on with. */
  runs: number;
  startedAt: Date;
}

export interface JournalEntry {
  position: string;
  collection: DocumentCollection;
  id: string;
  version: number;
}

const COLUMNS = `id, source, target, copied, runs, started_at as "startedAt"`;

/** Rows of a move, all on the one connection that holds the lock of the mover: who has lost it cannot write. */
export class MoveRecords {
  constructor(readonly client: DirectClient) {}

  async running(): Promise<MoveRecord | null> {
    const [record] = await this.client.query<MoveRecord>(`select ${COLUMNS} from platform.document_moves where state = 'running'`);
    return record ?? null;
  }

  async begin(source: string, target: string): Promise<MoveRecord> {
    const [record] = await this.client.query<MoveRecord>(`insert into platform.document_moves (id, source, target) values ($1, $2, $3) returning ${COLUMNS}`, [newId(), source, target]);
    return record!;
  }

  async countRun(id: string): Promise<void> {
    await this.client.query('update platform.document_moves set runs = runs + 1, updated_at = now() where id = $1', [id]);
  }

  async save(id: string, copied: MoveRecord['copied']): Promise<void> {
    await this.client.query('update platform.document_moves set copied = $2, updated_at = now() where id = $1', [id, JSON.stringify(copied)]);
  }

  async finish(id: string, state: 'done' | 'given-up', report: MoveReport | null): Promise<void> {
    const params = [id, state, report === null ? null : JSON.stringify(report)];
    await this.client.query('update platform.document_moves set state = $2, report = $3, updated_at = now(), finished_at = now() where id = $1', params);
  }

  async report(id: string, report: MoveReport): Promise<void> {
    await this.client.query('update platform.document_moves set report = $2 where id = $1', [id, JSON.stringify(report)]);
  }

  /** The oldest entries of what was committed while copying. */
  journal(limit: number): Promise<JournalEntry[]> {
    return this.client.query<JournalEntry>('select position::text, collection, id, version from platform.document_journal order by position limit $1', [limit]);
  }

  async journalLength(): Promise<number> {
    return (await this.client.query<{ n: number }>('select count(*)::int as n from platform.document_journal'))[0]!.n;
  }

  /** Strikes out what has been copied. */
  async settle(entries: readonly JournalEntry[]): Promise<void> {
    await this.client.query('delete from platform.document_journal where position = any($1::bigint[])', [entries.map((entry) => entry.position)]);
  }

  async clearJournal(): Promise<void> {
    await this.client.query('delete from platform.document_journal');
  }
}
