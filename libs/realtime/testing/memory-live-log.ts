import type { LogFilter, LoggedEvent, TailListener } from '#libs/events';
import { newId } from '#libs/kernel';
import type { LiveLog } from '../src/live-feed.js';

/** An event log in memory: what is appended reaches its followers at once. */
export class MemoryLiveLog implements LiveLog {
  private events: LoggedEvent[] = [];
  private last = 0;
  private readonly listeners = new Set<TailListener>();
  private readonly untold: LoggedEvent[] = [];
  /** Keeps what is appended from the followers, as a slow notification does. */
  isQuiet = false;
  /** Holds up an answer that has been read, by tests that need a race. */
  pause: () => Promise<void> = async () => undefined;

  append(type: string, subject: string, data: Record<string, unknown>): LoggedEvent {
    const event = { seq: ++this.last, id: newId(), type, subject, data, at: new Date() };
    this.events.push(event);
    this.untold.push(event);
    if (!this.isQuiet) this.tell();
    return event;
  }

  /** Tells the followers what was appended while it was quiet. */
  tell(): void {
    const events = this.untold.splice(0);
    for (const listener of this.listeners) listener(events);
  }

  /** Forgets all but the newest `keep`. */
  purge(keep: number): void {
    this.events = keep === 0 ? [] : this.events.slice(-keep);
  }

  async head(): Promise<number> {
    return this.last;
  }

  async oldest(): Promise<number> {
    return this.events[0]?.seq ?? this.last + 1;
  }

  async since(seq: number, limit: number, filter: LogFilter = {}): Promise<LoggedEvent[]> {
    const { types, subjects } = filter;
    const isWanted = (event: LoggedEvent) => event.seq > seq && types?.includes(event.type) !== false && subjects?.includes(event.subject) !== false;
    const found = this.events.filter(isWanted).slice(0, limit);
    await this.pause();
    return found;
  }

  follow(fromSeq: number, listener: TailListener): () => Promise<void> {
    const missed = this.events.filter((event) => event.seq > fromSeq);
    if (missed.length > 0) listener(missed);
    this.listeners.add(listener);
    return async () => void this.listeners.delete(listener);
  }
}
