import { type DocumentCollection, type DocumentRef, DocumentStore, type DocumentVersion, type NewestVersions, type StagedDocuments } from '#libs/documents';
import { sql, type Tx } from '#libs/persistence';
import type { ActiveEngines } from './active-engines.js';
import type { DocumentEngines } from './document-engines.js';
import { type EngineRow, joinEngine } from './engine-rows.js';

const JOURNAL = sql(
  'platform.journal',
  'insert into platform.document_journal (collection, id, version) select $1, * from unnest($2::uuid[], $3::int[])',
);

const PORT = 'documents';

interface Staging {
  collection: DocumentCollection;
  versions: readonly DocumentVersion[];
  newest?: NewestVersions;
}

export interface SwitchingOptions {
  /** Fault tests only: believes what this process last heard of the engine instead of asking inside the transaction. */
  ignoreEpoch?: boolean;
}

/**
 * The document store of the active engine, followed through a switch without a restart and without an error.
 *
 * Writing: a text is staged in the engine that this process believes to be active. Inside the unit of work `attach` joins the epoch, which no
 * switch can end until that transaction has; if another engine is active by then, the text is staged there first. So no committed row refers
 * to a text that only the old engine has. While a move copies, `attach` also notes in the same transaction what the move has still to copy.
 *
 * Reading: from the engine this process believes in; what it does not find there is looked for once more after a look at the row, because
 * another process may have heard of a switch earlier and written to the new engine. Old texts stay where they were, so nothing else can miss.
 */
export class SwitchingDocumentStore extends DocumentStore {
  private hasChoice?: boolean;

  constructor(
    private readonly active: ActiveEngines,
    private readonly engines: DocumentEngines,
    private readonly options: SwitchingOptions = {},
  ) {
    super();
  }

  async stage(collection: DocumentCollection, versions: readonly DocumentVersion[], newest?: NewestVersions): Promise<StagedDocuments> {
    const staging = { collection, versions, newest };
    let { epoch, staged } = await this.stageIn(this.row, staging);
    const attach = async (tx: Tx): Promise<void> => {
      // Nothing moves while a running process has one engine only: the mover refuses, and so does a start during a move.
      const now = this.options.ignoreEpoch || !this.mayMove ? this.row : ((await joinEngine(tx, PORT)) ?? this.row);
      // A unit of work may run again: what was staged for the new epoch is kept for the next attempt.
      if (now.epoch !== epoch && !this.options.ignoreEpoch) ({ epoch, staged } = await this.stageIn(now, staging));
      await staged.attach(tx);
      if (now.state === 'moving') await this.note(tx, staging);
    };
    return { attach };
  }

  async getMany(collection: DocumentCollection, refs: readonly DocumentRef[]): Promise<Map<string, DocumentVersion>> {
    const { epoch } = this.row;
    const found = await this.reading((store) => store.getMany(collection, refs));
    if (refs.every((ref) => found.has(ref.id))) return found;
    await this.active.refresh();
    if (this.row.epoch === epoch) return found;
    const missing = refs.filter((ref) => !found.has(ref.id));
    const rest = await this.reading((store) => store.getMany(collection, missing));
    return new Map([...found, ...rest]);
  }

  async versions(collection: DocumentCollection, id: string, limit: number, before?: number): Promise<DocumentVersion[]> {
    // Unlike a single text, a list does not show that its newest entries are missing.
    if (this.mayMove) await this.active.refresh();
    return this.reading((store) => store.versions(collection, id, limit, before));
  }

  /** In every engine that holds copies, the active one first. @throws ENGINES.NOT_SET, DOCUMENTS.UNAVAILABLE when one cannot be reached: then try again */
  async erase(collection: DocumentCollection, ids: readonly string[]): Promise<void> {
    const erased = new Set<string>();
    for (;;) {
      await this.active.refresh();
      // A move may have begun meanwhile and taken copies of what was there then.
      const engine = this.holders().find((holder) => !erased.has(holder));
      if (engine === undefined) return;
      await (await this.engines.of(engine)).erase(collection, ids);
      erased.add(engine);
    }
  }

  async sweep(collection: DocumentCollection, before: Date, newestVersions: NewestVersions): Promise<number> {
    await this.active.refresh();
    let removed = 0;
    for (const engine of this.holders()) {
      if (this.engines.has(engine)) removed += await (await this.engines.of(engine)).sweep(collection, before, newestVersions);
    }
    return removed;
  }

  async scan(collection: DocumentCollection, after: DocumentRef | null, limit: number): Promise<DocumentVersion[]> {
    return this.reading((store) => store.scan(collection, after, limit));
  }

  private get row(): EngineRow {
    return this.active.rowOf(PORT);
  }

  /** False where only one engine is set: nothing can have been written elsewhere that this process could read. */
  private get mayMove(): boolean {
    return (this.hasChoice ??= this.active.available(PORT).length > 1);
  }

  private holders(): string[] {
    const { engine, target, copies } = this.row;
    return [...new Set([engine, ...copies, ...(target === null ? [] : [target])])];
  }

  private async reading<T>(read: (store: DocumentStore) => Promise<T>): Promise<T> {
    return read(await this.engines.of(this.row.engine));
  }

  private async stageIn({ engine, epoch }: Pick<EngineRow, 'engine' | 'epoch'>, { collection, versions, newest }: Staging): Promise<{ epoch: number; staged: StagedDocuments }> {
    const store = await this.engines.of(engine);
    return { epoch, staged: await store.stage(collection, versions, newest) };
  }

  private async note(tx: Tx, { collection, versions }: Staging): Promise<void> {
    await tx.query(JOURNAL, [collection, versions.map((version) => version.id), versions.map((version) => version.version)]);
  }
}
