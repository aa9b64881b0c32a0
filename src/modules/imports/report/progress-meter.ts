import type { Clock } from '#libs/kernel';

export interface ProgressState {
  /** What is being done: a file's name or a sentence. */
  step: string;
  /** 0 to 1. */
  fraction: number;
  rows: number;
  /** Over the last seconds. */
  rowsPerSecond: number;
  megabytesPerSecond: number;
  /** Null while nothing can be said. */
  secondsLeft: number | null;
}

const WINDOW_MS = 15_000;

/** How far a job over a known number of bytes is, how fast and for how long still; rates are over the last 15 seconds. */
export class ProgressMeter {
  private step = '';
  private bytes = 0;
  private rows = 0;
  private readonly marks: { at: number; bytes: number; rows: number }[] = [];

  constructor(
    private readonly totalBytes: number,
    private readonly clock: Clock,
  ) {
    this.mark();
  }

  begin(step: string): void {
    this.step = step;
  }

  addBytes(bytes: number): void {
    this.bytes += bytes;
  }

  addRow(): void {
    this.rows += 1;
  }

  state(): ProgressState {
    this.mark();
    const [first, last] = [this.marks[0]!, this.marks.at(-1)!];
    const seconds = (last.at - first.at) / 1000;
    const rate = (amount: number): number => (seconds > 0 ? amount / seconds : 0);
    const bytesPerSecond = rate(last.bytes - first.bytes);
    return {
      step: this.step,
      fraction: this.totalBytes === 0 ? 1 : Math.min(1, this.bytes / this.totalBytes),
      rows: this.rows,
      rowsPerSecond: rate(last.rows - first.rows),
      megabytesPerSecond: bytesPerSecond / 1e6,
      secondsLeft: bytesPerSecond > 0 ? Math.max(0, (this.totalBytes - this.bytes) / bytesPerSecond) : null,
    };
  }

  private mark(): void {
    const at = this.clock.now().getTime();
    this.marks.push({ at, bytes: this.bytes, rows: this.rows });
    while (this.marks.length > 2 && at - this.marks[1]!.at > WINDOW_MS) this.marks.shift();
  }
}
