import { NOT_FOUND } from '#libs/http';
import { type Actor, AppError, type MemberActor } from '#libs/kernel';
import type { Logger } from '#libs/observability';
import { LIVE_TOO_MANY_ROOMS } from './live.errors.js';
import type { LiveChannels } from './live-channels.js';
import type { LiveConnection, LiveTransport } from './live-connection.js';
import type { LivePresence } from './live-presence.js';
import type { LiveFeed, Missed } from './live-feed.js';
import type { EndedReason, JoinMessage } from './live-messages.js';
import type { LiveRoomKind, LiveRooms, LiveSupervision } from './live-rooms.js';

const ROOMS_PER_CONNECTION = 50;

interface Membership {
  kind: LiveRoomKind;
  key: string;
  channel: string;
  /** As whom the connection counts there. */
  watcher: string;
}

interface Client {
  readonly rooms: Map<string, Membership>;
  /** Joins and leaves of one connection run one after the other. */
  turn: Promise<unknown>;
}

/** Who is connected, who is in which room, and whether they still may. The same for every transport. */
export class LiveHub implements LiveSupervision {
  private readonly clients = new Map<LiveConnection, Client>();
  /** Counts checks of who may stay: a join that began before one must look again. */
  private checks = 0;

  constructor(
    private readonly rooms: LiveRooms,
    private readonly channels: LiveChannels,
    private readonly feed: LiveFeed,
    private readonly presence: LivePresence,
    private readonly logger: Logger,
  ) {}

  /** The seq of the last event that was sent to its rooms. Who reads something now and joins with this as `since` misses nothing. */
  get position(): number {
    return this.feed.position;
  }

  async start(): Promise<void> {
    this.presence.start();
    await this.feed.start(async (event) => {
      for (const control of this.rooms.controlsOf(event.type)) await control(event, this);
    });
  }

  async stop(): Promise<void> {
    await this.feed.stop();
    await this.presence.stop();
  }

  addTransport(transport: LiveTransport): void {
    this.channels.addTransport(transport);
  }

  connections(): LiveConnection[] {
    return [...this.clients.keys()];
  }

  opened(connection: LiveConnection): void {
    this.clients.set(connection, { rooms: new Map(), turn: Promise.resolve() });
  }

  closed(connection: LiveConnection): void {
    const client = this.clients.get(connection);
    for (const room of client?.rooms.keys() ?? []) this.remove(connection, client!, room);
    this.clients.delete(connection);
  }

  /**
   * Lets a connection into a room and sends it what it missed, before anything newer.
   * @returns the seq up to which it has seen everything
   * @throws RESOURCE.NOT_FOUND for a room that is absent or not to be seen, LIVE.TOO_MANY_ROOMS
   */
  join(connection: LiveConnection, message: JoinMessage): Promise<number> {
    return this.inTurn(connection, (client) => this.enter(connection, client, message));
  }

  leave(connection: LiveConnection, room: string): Promise<void> {
    return this.inTurn(connection, async (client) => this.remove(connection, client, room));
  }

  /** How many watch a room, of those who are in it. @throws RESOURCE.NOT_FOUND for one that this connection is not in */
  async watching(connection: LiveConnection, room: string): Promise<number> {
    const membership = this.clients.get(connection)?.rooms.get(room);
    if (!membership) throw new AppError(NOT_FOUND);
    return this.presence.count(watched(membership));
  }

  async checkRoom(kindName: string, key: string): Promise<void> {
    this.checks++;
    const kind = this.rooms.kind(kindName);
    const members = kind.channelsOf(key).flatMap((channel) => this.channels.membersOf(channel));
    await this.checkMembers(kind, key, members);
  }

  async checkMember(memberId: string): Promise<void> {
    this.checks++;
    for (const connection of this.of(memberId)) {
      for (const { kind, key } of this.clients.get(connection)?.rooms.values() ?? []) await this.checkMembers(kind, key, [connection]);
    }
  }

  changeActor(memberId: string, change: Partial<Pick<MemberActor, 'role'>>): void {
    for (const connection of this.of(memberId)) connection.actor = { ...(connection.actor as MemberActor), ...change };
  }

  endMember(memberId: string, sessionId: string | null = null): void {
    this.end((actor) => actor.kind === 'member' && actor.id === memberId && (sessionId === null || actor.sessionId === sessionId), 'session-ended');
  }

  end(matches: (actor: Actor, connection: LiveConnection) => boolean, reason: EndedReason): void {
    for (const connection of this.connections()) {
      if (!matches(connection.actor, connection)) continue;
      this.closed(connection);
      connection.end(reason);
    }
  }

  private of(memberId: string): LiveConnection[] {
    return this.connections().filter(({ actor }) => actor.kind === 'member' && actor.id === memberId);
  }

  private inTurn<T>(connection: LiveConnection, work: (client: Client) => Promise<T>): Promise<T> {
    const client = this.clients.get(connection);
    if (!client) return Promise.reject(new AppError(NOT_FOUND));
    const turn = client.turn.then(() => work(client));
    client.turn = turn.catch(() => undefined);
    return turn;
  }

  private async enter(connection: LiveConnection, client: Client, { room, since }: JoinMessage): Promise<number> {
    const found = this.rooms.find(room, connection.actor);
    if (!found) throw new AppError(NOT_FOUND);
    this.remove(connection, client, room);
    if (client.rooms.size >= ROOMS_PER_CONNECTION) throw new AppError(LIVE_TOO_MANY_ROOMS, { detail: `At most ${ROOMS_PER_CONNECTION} rooms per connection` });
    for (;;) {
      const { checks } = this;
      const membership = { ...found, channel: found.kind.channelFor(connection.actor, found.key), watcher: watcherOf(connection) };
      const [allowed] = await found.kind.mayJoin([connection.actor], found.key);
      if (!allowed) throw new AppError(NOT_FOUND);
      const missed = since === undefined ? undefined : await this.feed.replay(found.kind, found.key, membership.channel, since);
      if (!this.clients.has(connection)) throw new AppError(NOT_FOUND);
      if (checks === this.checks) return this.settle(connection, client, room, membership, missed);
    }
  }

  /** Without a pause between what was missed and the channel itself, so that no event falls in between. */
  private settle(connection: LiveConnection, client: Client, room: string, membership: Membership, missed: Missed | undefined): number {
    const { channel } = membership;
    const recent = missed ? this.feed.replayRecent(channel, missed.upTo) : null;
    if (missed && recent) for (const envelope of [...missed.envelopes, ...recent]) connection.send('event', envelope);
    else if (missed !== undefined) connection.send('reset', { room, seq: this.feed.position });
    client.rooms.set(room, membership);
    this.channels.enter(connection, channel);
    this.presence.enter(watched(membership), membership.watcher);
    return this.feed.position;
  }

  private remove(connection: LiveConnection, client: Client, room: string): void {
    const membership = client.rooms.get(room);
    if (!membership) return;
    client.rooms.delete(room);
    this.channels.leave(connection, membership.channel);
    this.presence.leave(watched(membership), membership.watcher);
  }

  private async checkMembers(kind: LiveRoomKind, key: string, members: readonly LiveConnection[]): Promise<void> {
    if (members.length === 0) return;
    const allowed = await this.allowed(kind, key, members);
    members.forEach((connection, index) => {
      if (!allowed[index]) this.expel(connection, kind, key);
    });
  }

  /** When the database cannot tell, nobody may stay: a hidden thing must not go on speaking. */
  private async allowed(kind: LiveRoomKind, key: string, members: readonly LiveConnection[]): Promise<boolean[]> {
    try {
      return await kind.mayJoin(members.map((connection) => connection.actor), key);
    } catch (error) {
      this.logger.warn('nobody stays in a live room whose visibility is unknown', { err: error, room: kind.name, key });
      return [];
    }
  }

  private expel(connection: LiveConnection, kind: LiveRoomKind, key: string): void {
    const client = this.clients.get(connection);
    for (const [room, membership] of client?.rooms ?? []) {
      if (membership.kind !== kind || membership.key !== key) continue;
      this.remove(connection, client!, room);
      connection.send('left', { room, reason: 'forbidden' });
    }
  }
}

function watched({ kind, key }: Membership): string {
  return `${kind.name}:${key}`;
}

function watcherOf({ actor, id }: LiveConnection): string {
  return actor.kind === 'member' ? `member:${actor.id}` : `guest:${id}`;
}
