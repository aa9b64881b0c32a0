import { AppError } from '#libs/kernel';
import type { Tx } from '#libs/persistence';
import { DOCUMENTS_UNAVAILABLE } from '../../documents.errors.js';
import type { StagedDocuments } from '../../document-store.port.js';

/** How long after it began to be staged a version may still be attached. */
export const LEASE_MS = 30_000;

/**
 * Versions that lie in MongoDB already: the commit of their row makes them visible, nothing is left to write.
 *
 * A process that was held up between the two (stopped, suspended, waiting for a connection) must not commit any more: by then the version
 * may have been replaced or swept. Both clocks are asked, because one stands still while the machine is suspended and the other one can be set.
 */
export class StagedVersions implements StagedDocuments {
  private readonly steady = performance.now();

  /** @param now of the wall; read when staging begins */
  constructor(
    readonly at: Date,
    private readonly now: () => Date,
  ) {}

  async attach(_tx: Tx): Promise<void> {
    const age = Math.max(performance.now() - this.steady, this.now().getTime() - this.at.getTime());
    if (age > LEASE_MS) throw new AppError(DOCUMENTS_UNAVAILABLE, { detail: 'It took too long to write the text', retryAfter: 1 });
  }
}
