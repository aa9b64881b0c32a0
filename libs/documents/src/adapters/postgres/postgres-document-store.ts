import type { SqlReader, Tx, UnitOfWork } from '#libs/persistence';
import { sql, violatedConstraint } from '#libs/persistence';
import { AppError, systemContext } from '#libs/kernel';
import { checkIds, checkRange, checkRefs, checkVersions } from '../../document-types.js';
import { VERSION_TAKEN } from '../../documents.errors.js';
import { type DocumentCollection, type DocumentRef, type DocumentVersion, type NewestVersions, type StagedDocuments } from '../../document-store.port.js';
import { MovableDocumentStore } from '../../movable-document-store.port.js';

const COLUMNS = `id, version, title, body, body_html as "bodyHtml", created_at as "createdAt"`;

const INSERT = sql(
  'documents.insert',
  `insert into documents.versions (collection, id, version, title, body, body_html, created_at)
   select $1, * from unnest($2::uuid[], $3::int[], $4::text[], $5::text[], $6::text[], $7::timestamptz[])`,
);
const GET_MANY = sql<DocumentVersion & { title: string | null }>(
  'documents.get-many',
  `select d.id, d.version, d.title, d.body, d.body_html as "bodyHtml", d.created_at as "createdAt"
   from unnest($2::uuid[], $3::int[]) as ref(id, version)
   join documents.versions d on d.collection = $1 and d.id = ref.id and d.version = ref.version`,
);
const HISTORY = sql<DocumentVersion & { title: string | null }>(
  'documents.history',
  `select ${COLUMNS} from documents.versions where collection = $1 and id = $2 and version < $4 order by version desc limit $3`,
);
const ERASE = sql('documents.erase', `delete from documents.versions where collection = $1 and id = any($2::uuid[])`);
const OLD = sql<DocumentRef>(
  'documents.older-than',
  `select id, version from documents.versions where collection = $1 and staged_at < least($2, now() - interval '5 minutes') and (id, version) > ($3::uuid, $4::int)
   order by id, version limit 500`,
);
const ERASE_VERSIONS = sql(
  'documents.erase-versions',
  `delete from documents.versions d using unnest($2::uuid[], $3::int[]) as ref(id, version)
   where d.collection = $1 and d.id = ref.id and d.version = ref.version`,
);

const SCAN = sql<DocumentVersion & { title: string | null }>(
  'documents.scan',
  `select ${COLUMNS} from documents.versions where collection = $1 and (id, version) > ($2::uuid, $3::int) order by id, version limit $4`,
);

const PUT = sql(
  'documents.put',
  `insert into documents.versions (collection, id, version, title, body, body_html, created_at)
   select $1, * from unnest($2::uuid[], $3::int[], $4::text[], $5::text[], $6::text[], $7::timestamptz[])
   on conflict (collection, id, version) do update
     set title = excluded.title, body = excluded.body, body_html = excluded.body_html, created_at = excluded.created_at`,
);
const COUNT = sql<{ versions: number }>('documents.count', 'select count(*)::int as versions from documents.versions where collection = $1');

const BEFORE_ALL: DocumentRef = { id: '00000000-0000-0000-0000-000000000000', version: 0 };

function toVersion(row: DocumentVersion & { title: string | null }): DocumentVersion {
  const { title, ...rest } = row;
  return title === null ? rest : { ...rest, title };
}

function columnsOf(collection: DocumentCollection, versions: readonly DocumentVersion[]): unknown[] {
  return [
    collection,
    versions.map((v) => v.id),
    versions.map((v) => v.version),
    versions.map((v) => v.title ?? null),
    versions.map((v) => v.body),
    versions.map((v) => v.bodyHtml),
    versions.map((v) => v.createdAt),
  ];
}

/** Texts in a table of the same PostgreSQL: `attach` inserts them inside the unit of work, so nothing invisible is ever left behind. */
export class PostgresDocumentStore extends MovableDocumentStore {
  constructor(
    private readonly reader: SqlReader,
    private readonly unitOfWork: UnitOfWork,
  ) {
    super();
  }

  async stage(collection: DocumentCollection, versions: readonly DocumentVersion[]): Promise<StagedDocuments> {
    const checked = checkVersions(collection, versions);
    return { attach: (tx: Tx) => this.insert(tx, collection, checked) };
  }

  async getMany(collection: DocumentCollection, refs: readonly DocumentRef[]): Promise<Map<string, DocumentVersion>> {
    const wanted = checkRefs(collection, refs);
    if (wanted.length === 0) return new Map();
    const rows = await this.reader.query(GET_MANY, [collection, wanted.map((ref) => ref.id), wanted.map((ref) => ref.version)]);
    return new Map(rows.map((row) => [row.id, toVersion(row)]));
  }

  async versions(collection: DocumentCollection, id: string, limit: number, before?: number): Promise<DocumentVersion[]> {
    const range = checkRange(collection, id, limit, before);
    return (await this.reader.query(HISTORY, [collection, range.id, range.limit, range.before])).map(toVersion);
  }

  async erase(collection: DocumentCollection, ids: readonly string[]): Promise<void> {
    const checked = checkIds(collection, ids);
    await this.unitOfWork.run(systemContext('documents.erase'), (tx) => tx.query(ERASE, [collection, checked]));
  }

  async sweep(collection: DocumentCollection, before: Date, newestVersions: NewestVersions): Promise<number> {
    let removed = 0;
    let after = BEFORE_ALL;
    for (;;) {
      const refs = await this.reader.query(OLD, [collection, before, after.id, after.version]);
      if (refs.length === 0) return removed;
      after = refs.at(-1)!;
      const newest = await newestVersions(refs.map((ref) => ref.id));
      const orphans = refs.filter((ref) => ref.version > (newest.get(ref.id) ?? 0));
      await this.eraseVersions(collection, orphans);
      removed += orphans.length;
    }
  }

  async scan(collection: DocumentCollection, after: DocumentRef | null, limit: number): Promise<DocumentVersion[]> {
    const from = after === null ? BEFORE_ALL : checkRefs(collection, [after])[0]!;
    return (await this.reader.query(SCAN, [collection, from.id, from.version, limit])).map(toVersion);
  }

  async put(collection: DocumentCollection, versions: readonly DocumentVersion[]): Promise<void> {
    const checked = checkVersions(collection, versions);
    if (checked.length === 0) return;
    await this.unitOfWork.run(systemContext('documents.put'), (tx) => tx.query(PUT, columnsOf(collection, checked)));
  }

  async count(collection: DocumentCollection): Promise<number> {
    return (await this.reader.one(COUNT, [collection]))!.versions;
  }

  private async eraseVersions(collection: DocumentCollection, refs: readonly DocumentRef[]): Promise<void> {
    if (refs.length === 0) return;
    const params = [collection, refs.map((ref) => ref.id), refs.map((ref) => ref.version)];
    await this.unitOfWork.run(systemContext('documents.sweep'), (tx) => tx.query(ERASE_VERSIONS, params));
  }

  private async insert(tx: Tx, collection: DocumentCollection, versions: readonly DocumentVersion[]): Promise<void> {
    if (versions.length === 0) return;
    try {
      await tx.query(INSERT, columnsOf(collection, versions));
    } catch (error) {
      if (violatedConstraint(error) === 'versions_pkey') throw new AppError(VERSION_TAKEN, { cause: error });
      throw error;
    }
  }
}
