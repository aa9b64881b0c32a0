import type { DocumentCollection, DocumentRef, DocumentVersion, MovableDocumentStore } from '#libs/documents';
import type { JournalEntry, MoveRecords } from './move-records.js';

/** The version of its text that the row of each document shows, read now. */
export type ShownVersions = (collection: DocumentCollection, ids: readonly string[]) => Promise<ReadonlyMap<string, number>>;

export interface Sides {
  source: MovableDocumentStore;
  target: MovableDocumentStore;
  shown: ShownVersions;
}

const BATCH = 200;
const CATCH_UP_BATCH = 200;

export function bytesOf(versions: readonly DocumentVersion[]): number {
  return versions.reduce((sum, version) => sum + version.body.length + version.bodyHtml.length, 0);
}

/** Only what a row shows, or showed before: the rest was staged and not committed, or not yet (then it is in the journal once it is). */
export async function visibleOf(sides: Pick<Sides, 'shown'>, collection: DocumentCollection, versions: readonly DocumentVersion[]): Promise<DocumentVersion[]> {
  if (versions.length === 0) return [];
  const shown = await sides.shown(collection, [...new Set(versions.map((version) => version.id))]);
  return versions.filter((version) => version.version <= (shown.get(version.id) ?? 0));
}

/** Reads references that may name several versions of one document; the port answers one version per id and call. */
async function readAll(sides: Sides, collection: DocumentCollection, refs: readonly DocumentRef[]): Promise<DocumentVersion[]> {
  const rounds: Map<string, DocumentRef>[] = [];
  for (const ref of refs) {
    let round = rounds.find((one) => !one.has(ref.id));
    if (!round) rounds.push((round = new Map()));
    round.set(ref.id, ref);
  }
  const found = await Promise.all(rounds.map((round) => sides.source.getMany(collection, [...round.values()])));
  return found.flatMap((versions) => [...versions.values()]);
}

/** Copies texts from one engine to the other: the bulk in order, then what was committed meanwhile by the journal. */
export class CopyTexts {
  constructor(
    private readonly sides: Sides,
    private readonly records: MoveRecords,
  ) {}

  /** The next batch after `after`. @returns null when there is none */
  async batch(collection: DocumentCollection, after: DocumentRef | null): Promise<{ last: DocumentRef; seen: number; copied: number; bytes: number } | null> {
    const versions = await this.sides.source.scan(collection, after, BATCH);
    const last = versions.at(-1);
    if (!last) return null;
    const visible = await visibleOf(this.sides, collection, versions);
    await this.sides.target.put(collection, visible);
    return { last: { id: last.id, version: last.version }, seen: versions.length, copied: visible.length, bytes: bytesOf(versions) };
  }

  /** Copies everything that was in the journal when it was called, and perhaps more. @returns how many entries that were */
  async catchUp(isLate: () => boolean = () => false): Promise<number> {
    let caughtUp = 0;
    for (;;) {
      const some = await this.catchUpBatch();
      caughtUp += some;
      // Writers go on: an empty journal is not to be waited for.
      if (some < CATCH_UP_BATCH || isLate()) return caughtUp;
    }
  }

  private async catchUpBatch(): Promise<number> {
    const entries = await this.records.journal(CATCH_UP_BATCH);
    const byCollection = new Map<DocumentCollection, JournalEntry[]>();
    for (const entry of entries) byCollection.set(entry.collection, [...(byCollection.get(entry.collection) ?? []), entry]);
    for (const [collection, some] of byCollection) await this.copyNamed(collection, some);
    if (entries.length > 0) await this.records.settle(entries);
    return entries.length;
  }

  private async copyNamed(collection: DocumentCollection, entries: readonly JournalEntry[]): Promise<void> {
    const refs = [...new Map(entries.map(({ id, version }) => [`${id} ${version}`, { id, version }])).values()];
    await this.sides.target.put(collection, await readAll(this.sides, collection, refs));
    // Whoever erased one of them between our reading and our writing has erased the copy before it was there.
    const left = new Set((await readAll(this.sides, collection, refs)).map((version) => version.id));
    const gone = [...new Set(refs.map((ref) => ref.id))].filter((id) => !left.has(id));
    if (gone.length > 0) await this.sides.target.erase(collection, gone);
  }
}
