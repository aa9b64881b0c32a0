import type { ProgressState } from '#modules/imports';
import type { TextSink } from './cli-output.js';

const LINE_EVERY = 5;
const BAR = 24;

/** 3725 → `1 h 02 min`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')} min`;
}

function figures(state: ProgressState): string {
  const left = state.secondsLeft === null ? '' : `, ${duration(state.secondsLeft)} left`;
  const rows = Math.round(state.rowsPerSecond).toLocaleString('en-GB');
  return `${Math.floor(state.fraction * 100)} % ${state.step}, ${rows} rows/s, ${state.megabytesPerSecond.toFixed(1)} MB/s${left}`;
}

/** Progress on stderr: a bar that redraws itself on a terminal, otherwise a line every five calls (seconds). */
export class ProgressDisplay {
  private calls = 0;

  constructor(private readonly stderr: TextSink) {}

  show(state: ProgressState): void {
    this.calls += 1;
    if (this.stderr.isTTY) {
      const full = Math.round(state.fraction * BAR);
      const line = `[${'█'.repeat(full)}${'·'.repeat(BAR - full)}] ${figures(state)}`;
      this.stderr.write(`\r\u001b[2K${line.slice(0, (this.stderr.columns ?? 80) - 1)}`);
    } else if (this.calls % LINE_EVERY === 0) this.stderr.write(`${figures(state)}\n`);
  }

  /** Takes the bar away. */
  end(): void {
    if (this.stderr.isTTY && this.calls > 0) this.stderr.write('\r\u001b[2K');
  }
}
