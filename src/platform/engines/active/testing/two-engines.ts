import { type DocumentCollection, type DocumentVersion, type MovableDocumentStore, type StagedDocuments } from '#libs/documents';
import { PostgresDocumentStore } from '#libs/documents/postgres';
import { newId, systemContext } from '#libs/kernel';
import { MemoryLogger } from '#libs/observability/testing';
import { sql, type Tx } from '#libs/persistence';
import { testDatabase, type TestDatabase } from '#libs/testing';
import { DocumentsEngine } from '../../documents-engine.js';
import { ActiveEngines } from '../active-engines.js';
import { DocumentEngines } from '../document-engines.js';
import { MoveDocuments, type MoveOutcome, type MoveParts } from '../move/move-documents.js';
import { SwitchingDocumentStore } from '../switching-document-store.js';

const PUT_QUESTION = sql(
  'two-engines.question',
  `insert into questions.questions (id, slug, title, excerpt, tags, text_version, created_at, last_activity_at) values ($1, 's', 'Title of a question', '', '{}', $2, now(), now())
   on conflict (id) do update set text_version = excluded.text_version`,
);
const SHOWN = sql<{ id: string; version: number }>('two-engines.shown', 'select id, text_version as version from questions.questions where id = any($1::uuid[])');

/** A store that is not in the database of the rows: what is staged is written at once, and attaching writes nothing. */
class StoreElsewhere extends PostgresDocumentStore {
  constructor(private readonly elsewhere: TestDatabase) {
    super(elsewhere.reader, elsewhere.unitOfWork);
  }

  override async stage(collection: DocumentCollection, versions: readonly DocumentVersion[]): Promise<StagedDocuments> {
    const staged = await super.stage(collection, versions);
    await this.elsewhere.unitOfWork.run(systemContext('elsewhere'), (tx) => staged.attach(tx));
    return { attach: () => Promise.resolve() };
  }
}

export interface TestProcess {
  active: ActiveEngines;
  store: SwitchingDocumentStore;
}

/** One site with questions only, whose texts may be in its own database (`postgres`) or in another one (`mongodb`). */
export class TwoEngines {
  private readonly processes: TestProcess[] = [];

  private constructor(
    readonly db: TestDatabase,
    readonly elsewhere: TestDatabase,
    readonly here: MovableDocumentStore,
    readonly there: MovableDocumentStore,
  ) {}

  static async open(): Promise<TwoEngines> {
    const [db, elsewhere] = [await testDatabase(), await testDatabase()];
    return new TwoEngines(db, elsewhere, new PostgresDocumentStore(db.reader, db.unitOfWork), new StoreElsewhere(elsewhere));
  }

  /** A process of the site, which follows the switches once it is started. */
  async process(options: { knowsBoth?: boolean; ignoreEpoch?: boolean; there?: MovableDocumentStore } = {}): Promise<TestProcess> {
    const knowsBoth = options.knowsBoth ?? true;
    const settings = { mayChange: true, valueOf: (name: string) => (knowsBoth && name === 'MONGODB_URI' ? 'mongodb://elsewhere' : undefined), countUndrained: () => Promise.resolve(0) };
    const active = await ActiveEngines.open({ role: 'api', connections: this.db.direct, reader: this.db.reader, logger: new MemoryLogger(), settings });
    const process = { active, store: new SwitchingDocumentStore(active, this.engines(knowsBoth, options.there), { ignoreEpoch: options.ignoreEpoch ?? false }) };
    this.processes.push(process);
    return process;
  }

  engines(knowsBoth = true, there: MovableDocumentStore = this.there): DocumentEngines {
    const engine = (store: MovableDocumentStore) => () => Promise.resolve(new DocumentsEngine(store, null));
    const openers = new Map([['postgres', engine(this.here)], ...(knowsBoth ? [['mongodb', engine(there)] as const] : [])]);
    return new DocumentEngines(openers, new MemoryLogger());
  }

  parts({ active }: TestProcess, engines = this.engines()): MoveParts {
    return { connections: this.db.direct, active, engines, collections: ['questions'], shown: (collection, ids) => this.shown(collection, ids) };
  }

  move(process: TestProcess, to: string, parts: Partial<MoveParts> = {}, signal = new AbortController().signal): Promise<MoveOutcome> {
    return new MoveDocuments({ ...this.parts(process), ...parts }).move({ to, signal, onProgress: () => undefined });
  }

  async shown(_collection: DocumentCollection, ids: readonly string[]): Promise<Map<string, number>> {
    return new Map((await this.db.reader.query(SHOWN, [ids])).map(({ id, version }) => [id, version]));
  }

  text(overrides: Partial<DocumentVersion> = {}): DocumentVersion {
    return { id: newId(), version: 1, title: 'Title of a question', body: 'body', bodyHtml: '<p>body</p>', createdAt: new Date('2026-01-02T03:04:05.678Z'), ...overrides };
  }

  /** Asks, or edits, as a use case does: staged before the unit of work, attached first in it. */
  async write(store: SwitchingDocumentStore, version: DocumentVersion, inside: (tx: Tx) => Promise<void> = () => Promise.resolve()): Promise<void> {
    const staged = await store.stage('questions', [version]);
    await this.db.unitOfWork.run(systemContext('test'), async (tx) => {
      await staged.attach(tx);
      await inside(tx);
      await tx.query(PUT_QUESTION, [version.id, version.version]);
    });
  }

  async fill(store: SwitchingDocumentStore, count: number): Promise<DocumentVersion[]> {
    const versions = Array.from({ length: count }, (_, n) => this.text({ body: `question ${n}` }));
    const staged = await store.stage('questions', versions);
    await this.db.unitOfWork.run(systemContext('test'), async (tx) => {
      await staged.attach(tx);
      for (const version of versions) await tx.query(PUT_QUESTION, [version.id, version.version]);
    });
    return versions;
  }

  async close(): Promise<void> {
    await Promise.all(this.processes.map(({ active }) => active.stop()));
    await Promise.all([this.db.drop(), this.elsewhere.drop()]);
  }
}
