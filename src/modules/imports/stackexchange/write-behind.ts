/** Lets one write run while the next batch is being read and converted. In order, and never more than one. */
export class WriteBehind {
  private pending: Promise<void> = Promise.resolve();

  /** Waits for the write before, then starts this one. @throws what the write before threw */
  async start(write: () => Promise<void>): Promise<void> {
    await this.pending;
    this.pending = write();
    // Whoever comes next, or `settle`, gets the failure; until then nobody is listening.
    this.pending.catch(() => undefined);
  }

  /** Waits for the last write. @throws what it threw */
  async settle(): Promise<void> {
    await this.pending;
  }
}
