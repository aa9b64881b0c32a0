import { Presence } from '../../presence.port.js';

/** Counts those of this process. Nobody has to be renewed: who is killed with the process is forgotten with it. */
export class InProcessPresence extends Presence {
  readonly isShared = false;
  private readonly rooms = new Map<string, Set<string>>();

  async enter(room: string, watchers: readonly string[]): Promise<void> {
    const present = this.rooms.get(room) ?? new Set();
    for (const watcher of watchers) present.add(watcher);
    if (present.size > 0) this.rooms.set(room, present);
  }

  async leave(room: string, watcher: string): Promise<void> {
    const present = this.rooms.get(room);
    present?.delete(watcher);
    if (present?.size === 0) this.rooms.delete(room);
  }

  async count(room: string): Promise<number> {
    return this.rooms.get(room)?.size ?? 0;
  }
}
