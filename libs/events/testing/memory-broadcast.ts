import type { LoggedEvent } from '../src/event.js';
import { type BroadcastListener, EventBroadcast } from '../src/event-broadcast.port.js';

/** A broadcast within one process. `spoil` makes of each message those that arrive: none, two, in another order. */
export class MemoryBroadcast extends EventBroadcast {
  private readonly listeners = new Set<BroadcastListener>();
  private isUp = true;

  constructor(private readonly spoil: (message: LoggedEvent[], count: number) => readonly LoggedEvent[][] = (message) => [message]) {
    super();
  }

  private count = 0;

  publish(events: readonly LoggedEvent[]): void {
    if (!this.isUp) return;
    for (const message of this.spoil([...events], this.count++)) for (const listener of this.listeners) listener.events(message);
  }

  subscribe(listener: BroadcastListener): () => Promise<void> {
    this.listeners.add(listener);
    listener.changed(this.isUp);
    return async () => void this.listeners.delete(listener);
  }

  /** Goes away or comes back, and says so. */
  turn(isUp: boolean): void {
    this.isUp = isUp;
    for (const listener of this.listeners) listener.changed(isUp);
  }
}
