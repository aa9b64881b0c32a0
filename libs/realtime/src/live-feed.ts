import type { LoggedEvent, LogTail } from '#libs/events';
import type { Logger } from '#libs/observability';
import type { LiveChannels } from './live-channels.js';
import type { LiveEnvelope } from './live-messages.js';
import type { LiveRoomKind, LiveRooms, LiveRoute } from './live-rooms.js';

/** What the feed needs of the event log. */
export type LiveLog = Pick<LogTail, 'head' | 'oldest' | 'since' | 'follow'>;

/** More than this is not sent again. */
const REPLAY_EVENTS = 1_000;
/** Rooms that take events about anything look back over so many events of the log at most. */
const REPLAY_WINDOW = 10_000;
const REMEMBERED = 2_000;

interface Delivered {
  seq: number;
  channels: readonly string[];
  envelopes: readonly LiveEnvelope[];
}

/** What a client missed, up to and including `upTo`; null when it is too much, or no longer held. */
export type Missed = { envelopes: LiveEnvelope[]; upTo: number } | null;

/** Follows the event log and sends each event once to each channel it concerns, in the order of `seq`. */
export class LiveFeed {
  private readonly queue: LoggedEvent[] = [];
  private readonly recent: Delivered[] = [];
  private current = 0;
  private pumping?: Promise<void>;
  private end?: () => Promise<void>;

  constructor(
    private readonly log: LiveLog,
    private readonly rooms: LiveRooms,
    private readonly channels: LiveChannels,
    private readonly logger: Logger,
  ) {}

  /** The seq of the last event that was sent to its rooms. */
  get position(): number {
    return this.current;
  }

  /** @param control runs before an event is sent, and is waited for */
  async start(control: (event: LoggedEvent) => Promise<void>): Promise<void> {
    this.current = await this.log.head();
    this.end = this.log.follow(this.current, (events) => {
      this.queue.push(...events);
      this.pumping ??= this.pump(control).finally(() => (this.pumping = undefined));
    });
  }

  async stop(): Promise<void> {
    await this.end?.();
    this.queue.length = 0;
    await this.pumping;
  }

  /** Reads from the log what rooms of `kind` got on `channel` after `since`. */
  async replay(kind: LiveRoomKind, key: string, channel: string, since: number): Promise<Missed> {
    const upTo = this.current;
    if (since >= upTo) return since <= (await this.log.head()) ? { envelopes: [], upTo } : null;
    const subjects = kind.subjectsOf(key);
    if (subjects === null && upTo - since > REPLAY_WINDOW) return null;
    if (since + 1 < (await this.log.oldest())) return null;
    const filter = { types: this.rooms.typesFor(kind.name), ...(subjects ? { subjects } : {}) };
    const events = await this.log.since(since, REPLAY_EVENTS + 1, filter);
    if (events.length > REPLAY_EVENTS) return null;
    const delivered = [];
    for (const event of events) if (event.seq <= upTo) delivered.push(await this.address(event));
    return { envelopes: on(channel, delivered), upTo };
  }

  /** What was sent on `channel` after `seq`, from memory and at once; null when that goes too far back. */
  replayRecent(channel: string, seq: number): LiveEnvelope[] | null {
    if (seq >= this.current) return [];
    if (this.recent.length === 0 || this.recent[0]!.seq > seq + 1) return null;
    return on(channel, this.recent.filter((delivered) => delivered.seq > seq));
  }

  private async pump(control: (event: LoggedEvent) => Promise<void>): Promise<void> {
    for (let event = this.queue.shift(); event; event = this.queue.shift()) {
      try {
        await control(event);
        this.deliver(await this.address(event));
      } catch (error) {
        this.logger.error('an event could not be sent to its live rooms', { err: error, seq: event.seq, type: event.type });
        this.deliver({ seq: event.seq, channels: [], envelopes: [] });
      }
    }
  }

  /** Sends and moves on in one go: whoever joins sees an event either as sent or as still to come. */
  private deliver(delivered: Delivered): void {
    delivered.channels.forEach((channel, index) => this.channels.broadcast(channel, delivered.envelopes[index]!));
    this.current = delivered.seq;
    this.recent.push(delivered);
    if (this.recent.length > REMEMBERED * 2) this.recent.splice(0, REMEMBERED);
  }

  private async address(event: LoggedEvent): Promise<Delivered> {
    const route = this.rooms.routeOf(event.type);
    if (!route) return { seq: event.seq, channels: [], envelopes: [] };
    const targets = await route.targets(event);
    const channels = targets.map((target) => target.channel);
    return { seq: event.seq, channels, envelopes: targets.map((target) => envelope(route, event, target.room)) };
  }
}

function on(channel: string, all: readonly Delivered[]): LiveEnvelope[] {
  return all.flatMap(({ channels, envelopes }) => envelopes.filter((_, index) => channels[index] === channel));
}

function envelope(route: LiveRoute, event: LoggedEvent, room: string): LiveEnvelope {
  return { id: event.id, seq: event.seq, type: event.type, at: event.at.toISOString(), data: route.schema.parse(event.data), room };
}
