/** How long somebody counts without being renewed: a process that was killed takes its watchers along within this. */
export const PRESENCE_MS = 45_000;

/**
 * How many watch a room. A watcher is a member (once, however many pages they have open) or one connection of a guest. For showing, not for
 * deciding: it is late by moments, and nothing of it is kept.
 */
export abstract class Presence {
  /** True when all processes of a site count together. */
  abstract readonly isShared: boolean;
  /** These watch the room from now on, for `PRESENCE_MS` unless said again. @throws when the count cannot be reached */
  abstract enter(room: string, watchers: readonly string[]): Promise<void>;
  /** One who is still there in another process comes back when that renews them. @throws as `enter` */
  abstract leave(room: string, watcher: string): Promise<void>;
  /** @throws as `enter` */
  abstract count(room: string): Promise<number>;
}
