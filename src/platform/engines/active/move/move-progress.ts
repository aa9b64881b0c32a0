/** How far a move is; the display of imports draws the same. */
export interface MoveProgressState {
  step: string;
  /** 0 to 1. */
  fraction: number;
  rows: number;
  rowsPerSecond: number;
  megabytesPerSecond: number;
  /** Null while nothing can be said. */
  secondsLeft: number | null;
}

const TELL_EVERY_MS = 1_000;
const MARKS = 10;

interface Mark {
  at: number;
  rows: number;
  bytes: number;
}

/** Adds up what is done and tells it about once a second, with the rate of the last ten. */
export class MoveProgress {
  private step = '';
  private rows = 0;
  private bytes = 0;
  private marks: Mark[] = [{ at: performance.now(), rows: 0, bytes: 0 }];

  /** @param total everything there is to do, in versions */
  constructor(
    private readonly total: number,
    private readonly tell: (state: MoveProgressState) => void,
  ) {}

  begin(step: string): void {
    this.step = step;
  }

  add(rows: number, bytes: number): void {
    this.rows += rows;
    this.bytes += bytes;
    const at = performance.now();
    if (at - this.marks.at(-1)!.at < TELL_EVERY_MS) return;
    this.marks = [...this.marks.slice(1 - MARKS), { at, rows: this.rows, bytes: this.bytes }];
    this.tell(this.state());
  }

  private state(): MoveProgressState {
    const [first, last] = [this.marks[0]!, this.marks.at(-1)!];
    const seconds = (last.at - first.at) / 1000;
    const rowsPerSecond = seconds > 0 ? (last.rows - first.rows) / seconds : 0;
    return {
      step: this.step,
      fraction: this.total === 0 ? 1 : Math.min(1, this.rows / this.total),
      rows: this.rows,
      rowsPerSecond,
      megabytesPerSecond: seconds > 0 ? (last.bytes - first.bytes) / seconds / 1e6 : 0,
      secondsLeft: rowsPerSecond > 0 ? Math.max(0, this.total - this.rows) / rowsPerSecond : null,
    };
  }
}
