import { trusted } from 'mongoose';
import { AppError, type Clock, newId } from '#libs/kernel';
import type { Logger } from '#libs/observability';
import { checkIds, checkRange, checkRefs, checkVersions } from '../../document-types.js';
import { VERSION_TAKEN } from '../../documents.errors.js';
import { type DocumentCollection, type DocumentRef, type DocumentVersion, type NewestVersions, type StagedDocuments } from '../../document-store.port.js';
import { MovableDocumentStore } from '../../movable-document-store.port.js';
import { chunksOf } from './chunks.js';
import type { DocumentModels, StoredVersion, VersionModel } from './document-models.js';
import { LeftBehind } from './left-behind.js';
import { DEADLINE_MS, duplicatesOf, MongoCalls } from './mongo-calls.js';
import { StagedVersions } from './staged-versions.js';

const SWEEP_BATCH = 500;
const YOUNGEST_SWEPT_MS = 5 * 60_000;
/** What the adapter adds to a version stays in here. */
const ONLY_VERSION = { _id: 0, stagedAt: 0, stagingId: 0 } as const;
const READING = { maxTimeMS: DEADLINE_MS } as const;

/** The references as conditions on the index (id, version): one per version number, mostly one in all. */
function matching(refs: readonly DocumentRef[]): object {
  const idsOf = new Map<number, string[]>();
  for (const { id, version } of refs) idsOf.set(version, [...(idsOf.get(version) ?? []), id]);
  const conditions = [...idsOf].map(([version, ids]) => ({ version, id: trusted({ $in: ids }) }));
  return conditions.length === 1 ? conditions[0]! : { $or: conditions };
}

/**
 * Texts in MongoDB. Staging writes them, to a majority and its journals; attaching writes nothing; the commit in PostgreSQL makes them
 * visible. What is left behind by a commit that never came is invisible, and swept (ADR 0034).
 */
export class MongoDocumentStore extends MovableDocumentStore {
  private readonly calls: MongoCalls;

  constructor(
    private readonly models: DocumentModels,
    private readonly clock: Clock,
    logger: Logger,
  ) {
    super();
    this.calls = new MongoCalls(logger);
  }

  async stage(collection: DocumentCollection, versions: readonly DocumentVersion[], newest?: NewestVersions): Promise<StagedDocuments> {
    const now = (): Date => this.clock.now();
    const staged = new StagedVersions(now(), now);
    const stagingId = newId();
    const stored = checkVersions(collection, versions).map((version) => ({ ...version, stagedAt: staged.at, stagingId }));
    const leftBehind = newest && new LeftBehind(this.calls, newest);
    for (const chunk of chunksOf(stored)) await this.insert(this.models[collection], chunk, leftBehind);
    return staged;
  }

  async getMany(collection: DocumentCollection, refs: readonly DocumentRef[]): Promise<Map<string, DocumentVersion>> {
    const wanted = checkRefs(collection, refs);
    if (wanted.length === 0) return new Map();
    // All in the first batch, whatever their number.
    const options = { ...READING, limit: wanted.length, batchSize: wanted.length + 1 };
    const found = await this.find(collection, matching(wanted), options);
    return new Map(found.map((version) => [version.id, version]));
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

  private find(collection: DocumentCollection, filter: object, options: object): Promise<DocumentVersion[]> {
    return this.calls.run(() => this.models[collection].find(filter, ONLY_VERSION, options).lean<DocumentVersion[]>().exec());
  }

  private async insert(model: VersionModel, chunk: readonly StoredVersion[], leftBehind: LeftBehind | undefined): Promise<void> {
    try {
      await this.calls.run(() => model.insertMany(chunk, { ordered: false, rawResult: true, throwOnValidationError: true }));
    } catch (error) {
      const taken = duplicatesOf(error);
      if (taken === null) throw error;
      if (leftBehind === undefined) throw new AppError(VERSION_TAKEN, { cause: error });
      for (const place of taken) await leftBehind.takeOver(model, chunk[place]!);
    }
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
