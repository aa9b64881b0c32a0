import type { RedisLink } from '#libs/redis';
import type { LoggedEvent } from '../../event.js';
import { type BroadcastListener, EventBroadcast } from '../../event-broadcast.port.js';

/** So many events go in one message at most, some 300 bytes each. */
const EVENTS_AT_ONCE = 200;

/** Plain pub/sub: who is not connected misses the message, which is what the log is for. */
export class RedisEventBroadcast extends EventBroadcast {
  private readonly channel: string;

  constructor(private readonly link: RedisLink) {
    super();
    this.channel = `${link.prefix}:events`;
  }

  publish(events: readonly LoggedEvent[]): void {
    if (!this.link.isUp) return;
    for (let from = 0; from < events.length; from += EVENTS_AT_ONCE) {
      const message = JSON.stringify(events.slice(from, from + EVENTS_AT_ONCE));
      void this.link.send('PUBLISH', this.channel, message).catch(() => undefined);
    }
  }

  subscribe(listener: BroadcastListener): () => Promise<void> {
    return this.link.subscribe(this.channel, {
      message: (text) => {
        const events = parse(text);
        if (events.length > 0) listener.events(events);
      },
      changed: (isUp) => listener.changed(isUp),
    });
  }
}

function isLogged(event: Partial<LoggedEvent> | null): boolean {
  return event !== null && Number.isSafeInteger(event.seq) && [event.id, event.type, event.subject].every((text) => typeof text === 'string') && typeof event.data === 'object';
}

/** Whoever may publish here is trusted; a message that is none of ours is passed over. */
function parse(text: string): LoggedEvent[] {
  try {
    const events = JSON.parse(text) as (Omit<LoggedEvent, 'at'> & { at: string })[];
    const parsed = events.map((event) => ({ ...event, at: new Date(event.at) }));
    return parsed.every(isLogged) ? parsed : [];
  } catch {
    return [];
  }
}
