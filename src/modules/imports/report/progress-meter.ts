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

/**
 * How far a job over files of known size is, how fast and for how long still; rates are over the last 15 seconds.
 * A byte counts as much work as its step says: reading ids is many times faster than converting texts.
 */
export class ProgressMeter {
  private step = '';
  private weight = 1;
  private work = 0;
  private bytes = 0;
  private rows = 0;
  private readonly marks: { at: number; work: number; bytes: number; rows: number }[] = [];

  constructor(
    /** Bytes times weight, over all steps. */
    private readonly totalWork: number,
    private readonly clock: Clock,
  ) {
    this.mark();
  }

  begin(step: string, weight = 1): void {
    this.step = step;
    this.weight = weight;
  }

  addBytes(bytes: number): void {
    this.bytes += bytes;
    this.work += bytes * this.weight;
  }

  addRow(): void {
    this.rows += 1;
  }

  state(): ProgressState {
    this.mark();
    const [first, last] = [this.marks[0]!, this.marks.at(-1)!];
    const seconds = (last.at - first.at) / 1000;
    const rate = (amount: number): number => (seconds > 0 ? amount / seconds : 0);
    const workPerSecond = rate(last.work - first.work);
    return {
      step: this.step,
      fraction: this.totalWork === 0 ? 1 : Math.min(1, this.work / this.totalWork),
      rows: this.rows,
      rowsPerSecond: rate(last.rows - first.rows),
      megabytesPerSecond: rate(last.bytes - first.bytes) / 1e6,
      secondsLeft: workPerSecond > 0 ? Math.max(0, (this.totalWork - this.work) / workPerSecond) : null,
    };
  }

  private mark(): void {
    const at = this.clock.now().getTime();
    this.marks.push({ at, work: this.work, bytes: this.bytes, rows: this.rows });
    while (this.marks.length > 2 && at - this.marks[1]!.at > WINDOW_MS) this.marks.shift();
  }
}
