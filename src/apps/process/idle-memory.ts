import { performance, type EventLoopUtilization } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const LOOK_MS = 5_000;
/** Part of the time that the event loop works. */
const BUSY = 0.05;
/** Looks without work before memory is given back. */
const QUIET_LOOKS = 2;

type Collect = (options: { type: 'major'; execution: 'async'; flavor: 'last-resort' }) => Promise<void>;

/** Asks V8 to free what it can: contexts made after the flag is set have its `gc`. (An inspector session could ask, too; in Node 24 closing one may hang the process.) */
async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('globalThis.gc') as Collect | undefined;
  await collect?.({ type: 'major', execution: 'async', flavor: 'last-resort' });
}

/**
 * Gives memory back when a busy time is over: V8 keeps the room it needed, a quarter of the process, until the next load. Some 80 ms of
 * work with 70 MB alive, at a moment when nobody has asked for anything for ten seconds.
 */
export class IdleMemory {
  private before: EventLoopUtilization = performance.eventLoopUtilization();
  private quietLooks = 0;
  private wasBusy = true;

  constructor(private readonly collect: () => void | Promise<void> = collectGarbage) {}

  start(): void {
    setInterval(() => {
      const now = performance.eventLoopUtilization();
      this.look(performance.eventLoopUtilization(now, this.before).utilization);
      this.before = now;
    }, LOOK_MS).unref();
  }

  /** @param utilization of the time since the last look, 0 to 1 */
  look(utilization: number): void {
    if (utilization >= BUSY) {
      this.wasBusy = true;
      this.quietLooks = 0;
      return;
    }
    this.quietLooks += 1;
    if (!this.wasBusy || this.quietLooks < QUIET_LOOKS) return;
    this.wasBusy = false;
    void this.collect();
  }
}
