import type { LoggedEvent, Subscriber } from '#libs/events';
import { CHANGE_TYPES } from '../application/changed-things.js';
import type { SearchIndex } from '../application/search-index.js';

export interface IndexChangesOptions {
  name: string;
  startsAt?: Subscriber['startsAt'];
  longestRetryMs?: number;
}

/** Keeps one index up with what happens. Each index has a cursor of its own, so that one that is down does not hold up the other. */
export class IndexChanges implements Subscriber {
  readonly name: string;
  readonly startsAt: Subscriber['startsAt'];
  readonly longestRetryMs: number | undefined;
  readonly types = CHANGE_TYPES;

  constructor(
    private readonly index: SearchIndex,
    { name, startsAt, longestRetryMs }: IndexChangesOptions,
  ) {
    this.name = name;
    this.startsAt = startsAt;
    this.longestRetryMs = longestRetryMs;
  }

  /** Once this has resolved the index has taken them: only then the cursor moves on. */
  handle(events: readonly LoggedEvent[]): Promise<void> {
    return this.index.apply(events);
  }
}
