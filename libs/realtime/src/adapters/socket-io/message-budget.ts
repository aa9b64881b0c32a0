/** So many messages per second, as many at once; `spent` counts what came beyond that. */
export class MessageBudget {
  private left: number;
  private at = performance.now();
  private excess = 0;

  constructor(private readonly perSecond: number) {
    this.left = perSecond;
  }

  /** @returns false when the message is one too many */
  take(): boolean {
    const now = performance.now();
    this.left = Math.min(this.perSecond, this.left + ((now - this.at) / 1_000) * this.perSecond);
    this.at = now;
    if (this.left < 1) {
      this.excess++;
      return false;
    }
    this.left -= 1;
    return true;
  }

  /** True for a client that goes on although it is told to wait. */
  get isAbused(): boolean {
    return this.excess > this.perSecond * 10;
  }
}
