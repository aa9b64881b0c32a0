import { trusted } from 'mongoose';
import { AppError, type Clock, newId } from '#libs/kernel';
import type { Logger } from '#libs/observability';
import { checkIds, checkRange, checkRefs, checkVersions } from '../../document-types.js';
import { VERSION_TAKEN } from '../../documents.errors.js';
import { type DocumentCollection, type DocumentRef, type DocumentVersion, type NewestVersions, type StagedDocuments } from '../../document-store.port.js';
import { MovableDocumentStore } from '../../movable-document-store.port.js';
import { charactersOf, chunksOf, MOST_CHARACTERS } from './chunks.js';
import type { DocumentModels, StoredVersion, VersionModel } from './document-models.js';
import { GatheredCalls } from './gathered-calls.js';
import { LeftBehind } from './left-behind.js';
import { DEADLINE_MS, duplicatesOf, MongoCalls } from './mongo-calls.js';
import { StagedVersions } from './staged-versions.js';

const SWEEP_BATCH = 500;
const YOUNGEST_SWEPT_MS = 5 * 60_000;
const READING = { maxTimeMS: DEADLINE_MS } as const;
const GATHERED_READS = { atOnce: 2, most: 200, sizeOf: (refs: readonly DocumentRef[]) => refs.length, patienceMs: DEADLINE_MS };
const GATHERED_WRITES = { atOnce: 2, most: MOST_CHARACTERS, sizeOf: charactersOf, patienceMs: DEADLINE_MS };

type Found = ReadonlyMap<string, StoredVersion>;

/** One collection with its calls that go together. */
interface Gathered {
  reads: GatheredCalls<readonly DocumentRef[], Found>;
  /** Answers with the places whose number is taken. */
  writes: GatheredCalls<readonly StoredVersion[], number[]>;
}

/** What the adapter adds to a version stays in here. (A projection would cost the server a fifth more.) */
function versionOf({ id, version, title, body, bodyHtml, createdAt }: StoredVersion): DocumentVersion {
  return { id, version, ...(title === undefined ? {} : { title }), body, bodyHtml, createdAt };
}

const keyOf = ({ id, version }: DocumentRef): string => `${id} ${version}`;

/** The references as conditions on the index (id, version): one per version number, mostly one in all. */
function matching(refs: Iterable<DocumentRef>): object {
  const idsOf = new Map<number, string[]>();
  for (const { id, version } of refs) idsOf.set(version, [...(idsOf.get(version) ?? []), id]);
  const conditions = [...idsOf].map(([version, ids]) => ({ version, id: trusted({ $in: ids }) }));
  return conditions.length === 1 ? conditions[0]! : { $or: conditions };
}

async function readAll(model: VersionModel, calls: readonly (readonly DocumentRef[])[]): Promise<Found[]> {
  const refs = new Map(calls.flat().map((ref) => [keyOf(ref), ref]));
  // All in the first batch, whatever their number.
  const options = { ...READING, limit: refs.size, batchSize: refs.size + 1 };
  const versions = await model.find(matching(refs.values()), null, options).lean<StoredVersion[]>().exec();
  const found = new Map(versions.map((version) => [keyOf(version), version]));
  return calls.map(() => found);
}

/** They have been held against the declaration already (`lean` passes them on as they are). */
async function writeAll(model: VersionModel, calls: readonly (readonly StoredVersion[])[]): Promise<number[][]> {
  // Copies: the driver gives each an _id of its own.
  const documents = calls.flat().map((version) => ({ ...version }));
  const taken = await model.insertMany(documents, { ordered: false, lean: true, rawResult: true }).then(
    () => [],
    (error: unknown) => {
      const duplicates = duplicatesOf(error, documents.length);
      if (duplicates === null) throw error;
      return duplicates;
    },
  );
  let first = 0;
  return calls.map((chunk) => {
    const from = first;
    first += chunk.length;
    return taken.filter((place) => place >= from && place < first).map((place) => place - from);
  });
}

function gather(model: VersionModel): Gathered {
  return {
    reads: new GatheredCalls((calls) => readAll(model, calls), GATHERED_READS),
    writes: new GatheredCalls((calls) => writeAll(model, calls), GATHERED_WRITES),
  };
}

/**
 * Texts in MongoDB. Staging writes them, to a majority and its journals; attaching writes nothing; the commit in PostgreSQL makes them
 * visible. What is left behind by a commit that never came is invisible, and swept (ADR 0034).
 */
export class MongoDocumentStore extends MovableDocumentStore {
  private readonly calls: MongoCalls;
  private readonly gathered: Record<DocumentCollection, Gathered>;

  constructor(
    private readonly models: DocumentModels,
    private readonly clock: Clock,
    logger: Logger,
  ) {
    super();
    this.calls = new MongoCalls(logger);
    const gathered = Object.entries(models).map(([name, model]) => [name, gather(model)]);
    this.gathered = Object.fromEntries(gathered) as Record<DocumentCollection, Gathered>;
  }

  async stage(collection: DocumentCollection, versions: readonly DocumentVersion[], newest?: NewestVersions): Promise<StagedDocuments> {
    const now = (): Date => this.clock.now();
    const staged = new StagedVersions(now(), now);
    const stagingId = newId();
    const stored = checkVersions(collection, versions).map((version) => ({ ...version, stagedAt: staged.at, stagingId }));
    const leftBehind = newest && new LeftBehind(this.calls, newest);
    for (const chunk of chunksOf(stored)) await this.insert(collection, chunk, leftBehind);
    return staged;
  }

  async getMany(collection: DocumentCollection, refs: readonly DocumentRef[]): Promise<Map<string, DocumentVersion>> {
    const wanted = checkRefs(collection, refs);
    if (wanted.length === 0) return new Map();
    const found = await this.calls.run(() => this.gathered[collection].reads.call(wanted));
    const mine = wanted.map((ref) => found.get(keyOf(ref))).filter((version) => version !== undefined);
    return new Map(mine.map((version) => [version.id, versionOf(version)]));
  }

  async versions(collection: DocumentCollection, id: string, limit: number, before?: number): Promise<DocumentVersion[]> {
    const range = checkRange(collection, id, limit, before);
    return this.find(collection, { id: range.id, version: trusted({ $lt: range.before }) }, { ...READING, sort: { id: -1, version: -1 }, limit: range.limit });
  }

  async erase(collection: DocumentCollection, ids: readonly string[]): Promise<void> {
    const all = checkIds(collection, ids);
    for (let at = 0; at < all.length; at += SWEEP_BATCH) {
      const some = all.slice(at, at + SWEEP_BATCH);
      await this.calls.run(() => this.models[collection].deleteMany({ id: trusted({ $in: some }) }).exec());
    }
  }

  async sweep(collection: DocumentCollection, before: Date, newestVersions: NewestVersions): Promise<number> {
    const model = this.models[collection];
    const limit = new Date(Math.min(before.getTime(), this.clock.now().getTime() - YOUNGEST_SWEPT_MS));
    let removed = 0;
    for (;;) {
      const staged = await this.calls.run(() =>
        model.find({ stagedAt: trusted({ $lt: limit }) }, { id: 1, version: 1, stagedAt: 1 }, { ...READING, sort: { stagedAt: 1 }, limit: SWEEP_BATCH }).lean<StoredVersion[]>().exec(),
      );
      if (staged.length === 0) return removed;
      const newest = await newestVersions([...new Set(staged.map((version) => version.id))]);
      const isOrphan = ({ id, version }: DocumentRef): boolean => version > (newest.get(id) ?? 0);
      await this.settle(model, staged.filter((version) => !isOrphan(version)));
      removed += await this.remove(model, staged.filter(isOrphan));
    }
  }

  async scan(collection: DocumentCollection, after: DocumentRef | null, limit: number): Promise<DocumentVersion[]> {
    const from = after === null ? undefined : checkRefs(collection, [after])[0]!;
    const filter = from === undefined ? {} : { $or: [{ id: trusted({ $gt: from.id }) }, { id: from.id, version: trusted({ $gt: from.version }) }] };
    return this.find(collection, filter, { ...READING, sort: { id: 1, version: 1 }, limit, batchSize: limit + 1 });
  }

  async put(collection: DocumentCollection, versions: readonly DocumentVersion[]): Promise<void> {
    for (const chunk of chunksOf(checkVersions(collection, versions))) {
      const operations = chunk.map((version) => ({ replaceOne: { filter: { id: version.id, version: version.version }, replacement: version, upsert: true } }));
      await this.calls.run(() => this.models[collection].bulkWrite(operations, { ordered: false }));
    }
  }

  async count(collection: DocumentCollection): Promise<number> {
    return this.calls.run(() => this.models[collection].estimatedDocumentCount(READING).exec());
  }

  private async find(collection: DocumentCollection, filter: object, options: object): Promise<DocumentVersion[]> {
    const found = await this.calls.run(() => this.models[collection].find(filter, null, options).lean<StoredVersion[]>().exec());
    return found.map(versionOf);
  }

  private async insert(collection: DocumentCollection, chunk: readonly StoredVersion[], leftBehind: LeftBehind | undefined): Promise<void> {
    const taken = await this.calls.run(() => this.gathered[collection].writes.call(chunk));
    if (taken.length === 0) return;
    if (leftBehind === undefined) throw new AppError(VERSION_TAKEN);
    for (const place of taken) await leftBehind.takeOver(this.models[collection], chunk[place]!);
  }

  /** Their rows show them: later sweeps need not look at them again. */
  private async settle(model: VersionModel, versions: readonly StoredVersion[]): Promise<void> {
    await this.each(model, versions, (filter) => ({ updateOne: { filter, update: { $unset: { stagedAt: 1, stagingId: 1 } } } }));
  }

  private async remove(model: VersionModel, versions: readonly StoredVersion[]): Promise<number> {
    return (await this.each(model, versions, (filter) => ({ deleteOne: { filter } })))?.deletedCount ?? 0;
  }

  /** Only as they were read: a version that has been staged anew since then is somebody else's. */
  private async each(model: VersionModel, versions: readonly StoredVersion[], operation: (filter: object) => Parameters<VersionModel['bulkWrite']>[0][number]) {
    if (versions.length === 0) return null;
    const operations = versions.map(({ id, version, stagedAt }) => operation({ id, version, stagedAt }));
    return this.calls.run(() => model.bulkWrite(operations, { ordered: false }));
  }
}
