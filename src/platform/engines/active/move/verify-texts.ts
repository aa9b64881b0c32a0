import type { DocumentCollection, DocumentRef, DocumentVersion, MovableDocumentStore } from '#libs/documents';
import { AppError } from '#libs/kernel';
import { bytesOf, type CopyTexts, type Sides } from './copy-texts.js';
import { MOVE_DIFFERS } from './move-errors.js';
import { type CollectionReport, hashOf, Summing } from './move-report.js';

const BATCH = 200;
const ATTEMPTS = 3;
const NAMED = 5;

interface Range {
  after: DocumentRef | null;
  /** Null: to the end. */
  upTo: DocumentRef | null;
}

interface Compared {
  source: DocumentVersion[];
  target: DocumentVersion[];
  /** Documents of which the source has nothing and the target something. */
  surplus: string[];
  differing: DocumentRef[];
}

function isAfter(a: DocumentRef, b: DocumentRef): boolean {
  return a.id === b.id ? a.version > b.version : a.id > b.id;
}

async function within(store: MovableDocumentStore, collection: DocumentCollection, { after, upTo }: Range): Promise<DocumentVersion[]> {
  const all: DocumentVersion[] = [];
  for (let from = after; ; from = all.at(-1)!) {
    const page = await store.scan(collection, from, BATCH);
    const inside = upTo === null ? page : page.filter((version) => !isAfter(version, upTo));
    all.push(...inside);
    if (inside.length < page.length || page.length < BATCH) return all;
  }
}

function keyOf({ id, version }: DocumentRef): string {
  return `${id} ${version}`;
}

/** The versions of one side that the other lacks or has otherwise. */
function differences(one: readonly DocumentVersion[], other: readonly DocumentVersion[]): DocumentRef[] {
  const hashes = new Map(other.map((version) => [keyOf(version), hashOf(version)]));
  return one.filter((version) => hashes.get(keyOf(version)) !== hashOf(version)).map(({ id, version }) => ({ id, version }));
}

/**
 * Holds the copies against what was copied, range by range while the site runs: count and hash over id, version and content of every version
 * that a row shows or showed before. What differs at first is compared again after catching up: everything that was committed before the
 * rows were read is copied by then, so what still differs is wrong.
 */
export class VerifyTexts {
  constructor(
    private readonly sides: Sides,
    private readonly copy: CopyTexts,
    private readonly onProgress: (versions: number, bytes: number) => void,
  ) {}

  /** @throws ENGINES.MOVE_DIFFERS */
  async collection(collection: DocumentCollection, signal: AbortSignal): Promise<CollectionReport> {
    const [source, target] = [new Summing(), new Summing()];
    let erasedFromTarget = 0;
    for (let after: DocumentRef | null = null; ; ) {
      signal.throwIfAborted();
      const page: DocumentVersion[] = await this.sides.source.scan(collection, after, BATCH);
      const upTo: DocumentRef | null = page.length < BATCH ? null : { id: page.at(-1)!.id, version: page.at(-1)!.version };
      const compared = await this.settled(collection, { after, upTo }, page);
      source.add(compared.source);
      target.add(compared.target);
      erasedFromTarget += compared.surplus.length;
      this.onProgress(page.length, bytesOf(page));
      if (upTo === null) return { source: source.tally(), target: target.tally(), erasedFromTarget };
      after = upTo;
    }
  }

  private async settled(collection: DocumentCollection, range: Range, page: DocumentVersion[]): Promise<Compared> {
    const surplus = new Set<string>();
    let compared = await this.atOnce(collection, range, page);
    for (let attempt = 1; compared.differing.length > 0 || compared.surplus.length > 0; attempt += 1) {
      if (attempt > ATTEMPTS) throw differs(collection, compared.differing);
      if (compared.surplus.length > 0) await this.sides.target.erase(collection, compared.surplus);
      for (const id of compared.surplus) surplus.add(id);
      compared = await this.caughtUp(collection, range);
    }
    return { ...compared, surplus: [...surplus] };
  }

  /** What was read already against the copies: nearly always equal. */
  private async atOnce(collection: DocumentCollection, range: Range, source: DocumentVersion[]): Promise<Compared> {
    const target = await within(this.sides.target, collection, range);
    return this.compare(collection, source, target, await this.shown(collection, source, target));
  }

  /** The rows first: what they show now is copied once the journal is empty. The source last: what is erased, is erased there first. */
  private async caughtUp(collection: DocumentCollection, range: Range): Promise<Compared> {
    const shown = await this.shown(collection, await within(this.sides.source, collection, range), await within(this.sides.target, collection, range));
    await this.copy.catchUp();
    const target = await within(this.sides.target, collection, range);
    return this.compare(collection, await within(this.sides.source, collection, range), target, shown);
  }

  private async shown(collection: DocumentCollection, ...sides: DocumentVersion[][]): Promise<ReadonlyMap<string, number>> {
    const ids = new Set(sides.flat().map((version) => version.id));
    return ids.size === 0 ? new Map<string, number>() : this.sides.shown(collection, [...ids]);
  }

  private async compare(collection: DocumentCollection, source: DocumentVersion[], target: DocumentVersion[], shown: ReadonlyMap<string, number>): Promise<Compared> {
    const isShown = ({ id, version }: DocumentRef): boolean => version <= (shown.get(id) ?? 0);
    const [visible, copies] = [source.filter(isShown), target.filter(isShown)];
    const known = new Set(source.map((version) => version.id));
    const surplus = await this.goneFrom(collection, [...new Set(target.map((version) => version.id))].filter((id) => !known.has(id)));
    const differing = [...differences(visible, copies), ...differences(copies, visible).filter((ref) => !surplus.includes(ref.id))];
    return { source: visible, target: copies, surplus, differing };
  }

  /** A range cuts through the versions of one document: all of them have to be gone. */
  private async goneFrom(collection: DocumentCollection, ids: readonly string[]): Promise<string[]> {
    const left = await Promise.all(ids.map((id) => this.sides.source.versions(collection, id, 1)));
    return ids.filter((_, at) => left[at]!.length === 0);
  }
}

function differs(collection: DocumentCollection, refs: readonly DocumentRef[]): AppError {
  const named = refs.slice(0, NAMED).map((ref) => `${ref.id} version ${ref.version}`);
  const more = refs.length > NAMED ? ` and ${refs.length - NAMED} more` : '';
  return new AppError(MOVE_DIFFERS, { detail: `${collection}: ${named.join(', ')}${more} differ. Nothing was switched; run the move again, and tell us if it stays so.` });
}
