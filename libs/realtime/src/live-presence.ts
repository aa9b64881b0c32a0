import type { Presence } from './presence.port.js';

/** Three times within the time a watcher counts, so that one lost beat costs nobody. */
const BEAT_MS = 15_000;
/** Asked more often than this, a room's count is the one of a moment ago. */
const FRESH_MS = 1_000;

interface Room {
  /** Watcher to their connections in this room. */
  watchers: Map<string, number>;
  count?: { value: Promise<number>; at: number };
}

/** Who watches what in this process, told to `Presence`. While that cannot be reached, this process counts for itself. */
export class LivePresence {
  private readonly rooms = new Map<string, Room>();
  private timer?: NodeJS.Timeout;

  constructor(private readonly presence: Presence) {}

  start(): void {
    this.timer = setInterval(() => this.beat(), BEAT_MS);
    this.timer.unref();
  }

  /** Everybody here is gone: their next process counts them. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    const left = [...this.rooms].flatMap(([room, { watchers }]) => [...watchers.keys()].map((watcher) => this.presence.leave(room, watcher)));
    this.rooms.clear();
    await Promise.allSettled(left);
  }

  enter(name: string, watcher: string): void {
    const room = this.rooms.get(name) ?? { watchers: new Map<string, number>() };
    this.rooms.set(name, room);
    const connections = room.watchers.get(watcher) ?? 0;
    room.watchers.set(watcher, connections + 1);
    if (connections === 0) this.tell(room, this.presence.enter(name, [watcher]));
  }

  leave(name: string, watcher: string): void {
    const room = this.rooms.get(name);
    const connections = room?.watchers.get(watcher) ?? 0;
    if (!room || connections === 0) return;
    if (connections > 1) return void room.watchers.set(watcher, connections - 1);
    room.watchers.delete(watcher);
    if (room.watchers.size === 0) this.rooms.delete(name);
    this.tell(room, this.presence.leave(name, watcher));
  }

  /** How many watch, here or anywhere; at most a second old. */
  async count(name: string): Promise<number> {
    const room = this.rooms.get(name);
    const here = room?.watchers.size ?? 0;
    if (room?.count && performance.now() - room.count.at < FRESH_MS) return room.count.value;
    const value = this.presence.count(name).catch(() => here);
    if (room) room.count = { value, at: performance.now() };
    return value;
  }

  private beat(): void {
    for (const [name, room] of this.rooms) this.tell(room, this.presence.enter(name, [...room.watchers.keys()]));
  }

  /** What was not heard is said again with the next beat, or runs out. */
  private tell(room: Room, said: Promise<void>): void {
    room.count = undefined;
    said.catch(() => undefined);
  }
}
