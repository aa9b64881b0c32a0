import { AppError } from '#libs/kernel';
import { VERSION_TAKEN } from '../../documents.errors.js';
import type { DocumentVersion, NewestVersions } from '../../document-store.port.js';
import type { StoredVersion, VersionModel } from './document-models.js';
import type { MongoCalls } from './mongo-calls.js';

/**
 * Older than this a staged version cannot become visible any more: 30 s between staging and attaching (LEASE_MS), 60 s of transaction
 * (`transaction_timeout`), 30 s for clocks of several machines that differ.
 */
export const BEYOND_COMMIT_MS = 120_000;

type Stored = StoredVersion & { _id: unknown };

function isSameText(a: DocumentVersion, b: DocumentVersion): boolean {
  return a.title === b.title && a.body === b.body && a.bodyHtml === b.bodyHtml;
}

/** The very state that was read: somebody else who changed it in between has won. Absent fields are looked for as null. */
function asRead({ _id, stagingId, stagedAt }: Stored): object {
  return { _id, stagingId: stagingId ?? null, stagedAt: stagedAt ?? null };
}

/**
 * Makes way for a version whose number is taken by one that no row shows: left behind by an edit whose process died, or whose transaction
 * failed (ADR 0034).
 */
export class LeftBehind {
  constructor(
    private readonly calls: MongoCalls,
    private readonly newest: NewestVersions,
  ) {}

  /** Stands in the place of what is there. @throws DOCUMENTS.VERSION_TAKEN when that is visible, or may yet become so */
  async takeOver(model: VersionModel, version: StoredVersion): Promise<void> {
    // The row first: what is older than any transaction now, and was not shown then, never will be.
    const shown = (await this.newest([version.id])).get(version.id) ?? 0;
    if (shown >= version.version) throw new AppError(VERSION_TAKEN);
    const found = await this.calls.run(() => model.findOne({ id: version.id, version: version.version }).lean<Stored>().exec());
    const isDone = found !== null && (isSameText(found, version) ? await this.adopt(model, found, version) : await this.replace(model, found, version));
    if (!isDone) throw new AppError(VERSION_TAKEN);
  }

  /** The same words: whoever of the two commits shows them. From now on the version is as young as ours. */
  private async adopt(model: VersionModel, found: Stored, { stagedAt, stagingId }: StoredVersion): Promise<boolean> {
    const { matchedCount } = await this.calls.run(() => model.updateOne(asRead(found), { $set: { stagedAt, stagingId } }).exec());
    return matchedCount === 1;
  }

  private async replace(model: VersionModel, found: Stored, version: StoredVersion): Promise<boolean> {
    const age = found.stagedAt === undefined ? Infinity : version.stagedAt!.getTime() - found.stagedAt.getTime();
    if (age <= BEYOND_COMMIT_MS) return false;
    const { matchedCount } = await this.calls.run(() => model.replaceOne(asRead(found), version).exec());
    return matchedCount === 1;
  }
}
