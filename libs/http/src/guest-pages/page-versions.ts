import { CoalescedReads, SqlReader, sql, type Tx } from '#libs/persistence';

const READ = sql<{ key: string; version: number }>('pages.versions', `select key, version from http.page_versions where key = any($1::text[])`);
const BUMP = sql(
  'pages.bump',
  `insert into http.page_versions (key, version) select key, 1 from unnest($1::text[]) as key order by key
   on conflict (key) do update set version = page_versions.version + 1`,
);

export const LIST_BUCKETS = 16;

/** Every bucket of the lists; a page that shows lists depends on all of them, a write touches the one of its row. */
export const LIST_KEYS: readonly string[] = Array.from({ length: LIST_BUCKETS }, (_, bucket) => `list:${bucket}`);

/** The list bucket of a row, by the last hex digit of its id. */
export function listKey(id: string): string {
  return `list:${Number.parseInt(id.at(-1) ?? '0', 16) % LIST_BUCKETS}`;
}

/** Renames, roles, avatars: whatever shows on every page that shows a person. */
export const PEOPLE_KEY = 'people';

const pending = new WeakMap<Tx, Set<string>>();

/** Version rows behind the cached pages of guests (DESIGN §9): bumped with the commit of the writing transaction, read on every hit. */
export class PageVersions {
  private readonly versions: CoalescedReads<string, number>;

  constructor(reader: SqlReader) {
    this.versions = new CoalescedReads(async (keys) => new Map((await reader.query(READ, [keys])).map((row) => [row.key, row.version])));
  }

  /** One string that changes whenever any of the keys was bumped, the same for the same keys in any order. */
  async read(keys: readonly string[]): Promise<string> {
    const found = await this.versions.read(keys);
    return keys.toSorted().map((key) => found.get(key) ?? 0).join('.');
  }

  /** Marks pages as changed; takes effect with the commit. */
  bump(tx: Tx, ...keys: readonly string[]): void {
    const known = pending.get(tx) ?? new Set<string>();
    for (const key of keys) known.add(key);
    pending.set(tx, known);
    tx.withCommit('pages', BUMP, [[...known]]);
  }
}
