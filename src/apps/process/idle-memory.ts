import { Session } from 'node:inspector';
import { performance, type EventLoopUtilization } from 'node:perf_hooks';

const LOOK_MS = 5_000;
/** Part of the time that the event loop works. */
const BUSY = 0.05;
/** Looks without work before memory is given back. */
const QUIET_LOOKS = 2;

/** Asks V8 to free what it can (https://chromedevtools.github.io/devtools-protocol/tot/HeapProfiler/#method-collectGarbage). */
function collectGarbage(): void {
  const session = new Session();
  session.connect();
  session.post('HeapProfiler.collectGarbage', () => session.disconnect());
}

/**
 * Gives memory back when a busy time is over: V8 keeps the room it needed, a quarter of the process, until the next load. Some 60 ms of
 * work, at a moment when nobody has asked for anything for ten seconds.
 */
export class IdleMemory {
  private before: EventLoopUtilization = performance.eventLoopUtilization();
  private quietLooks = 0;
  private wasBusy = true;

  constructor(private readonly collect: () => void = collectGarbage) {}

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
    this.collect();
  }
}
