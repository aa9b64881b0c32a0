const FIRST_MS = 250;
const MOST_MS = 30_000;

/** How long to wait after the n-th failure in a row, in ms: doubles from 250 ms to 30 s. */
export function backOffMs(failures: number): number {
  return Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 20));
}
