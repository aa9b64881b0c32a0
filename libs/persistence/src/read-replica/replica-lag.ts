interface Sample {
  readonly at: number;
  /** Where the primary's log ended then. */
  readonly lsn: string;
}

const KEPT = 120;

/**
 * How old the replica's data may be, at most. The primary's position in its log is noted with the time by our own clock; once the
 * replica has replayed past a position, it holds all that was committed before that time. So the bound needs no clock of a server,
 * and grows while nothing is heard.
 */
export class ReplicaLag {
  private samples: Sample[] = [];
  private freshAt: number | null = null;

  /** @param now in ms, never going back */
  constructor(private readonly now: () => number) {}

  /** Before asking: `at` is when the primary was asked. */
  noted(at: number, lsn: string): void {
    this.samples.push({ at, lsn });
    if (this.samples.length > KEPT) this.samples.shift();
  }

  /** The positions that the replica is asked about, oldest first. */
  get positions(): string[] {
    return this.samples.map(({ lsn }) => lsn);
  }

  /** The replica has passed the first `count` of them. */
  passed(count: number): void {
    const last = this.samples[count - 1];
    if (!last) return;
    this.freshAt = last.at;
    this.samples = this.samples.slice(count);
  }

  /** Nothing is known any more: another replica, or the same one started anew. */
  forget(): void {
    this.samples = [];
    this.freshAt = null;
  }

  /** At most so old, in ms; infinite while nothing is known. */
  get boundMs(): number {
    return this.freshAt === null ? Number.POSITIVE_INFINITY : this.now() - this.freshAt;
  }
}
