import type { z } from 'zod';
import type { LoggedEvent } from '#libs/events';
import type { Actor, MemberActor } from '#libs/kernel';

/** A family of rooms: `question:{id}`, `feed`, `user`. What members of a room listen to are channels, which clients never see. */
export interface LiveRoomKind {
  readonly name: string;
  /** How its rooms are written, for the docs: `question:{id}`. */
  readonly pattern: string;
  readonly description: string;
  /** What a room's name says to this actor (`question:42` → `42`, `user` → their id), or null when it is not of this kind. */
  keyOf(room: string, actor: Actor): string | null;
  /** Who of these may be in the room, in the same order; asks the database once, not once per actor. @throws an AppError to say why not */
  mayJoin(actors: readonly Actor[], key: string): Promise<boolean[]>;
  /** What this actor listens to there. */
  channelFor(actor: Actor, key: string): string;
  /** All channels of the room. */
  channelsOf(key: string): string[];
  /** The subjects of its events (libs/events), or null when it takes events about anything. */
  subjectsOf(key: string): string[] | null;
}

/** Where an event goes. */
export interface LiveTarget {
  room: string;
  channel: string;
}

/** How events of one type reach rooms. */
export interface LiveRoute<D extends Record<string, unknown> = Record<string, unknown>> {
  readonly type: string;
  readonly description: string;
  /** What leaves the server: a whitelist, everything else is dropped. */
  readonly schema: z.ZodType<D>;
  /** The kinds of rooms it may reach. */
  readonly kinds: readonly string[];
  targets(event: LoggedEvent): LiveTarget[] | Promise<LiveTarget[]>;
}

/** What events may do to those who are connected. */
export interface LiveSupervision {
  /** Asks again who may be in a room; the others are taken out, and told so. */
  checkRoom(kind: string, key: string): Promise<void>;
  /** Asks again for every room the member is in. */
  checkMember(memberId: string): Promise<void>;
  /** Changes what is known of a member on all their connections. */
  changeActor(memberId: string, change: Partial<Pick<MemberActor, 'role'>>): void;
  /** Ends the member's connections: all, or those of one session. */
  endMember(memberId: string, sessionId?: string | null): void;
}

/** What is done when an event comes by, before it is sent on. */
export type LiveControl = (event: LoggedEvent, connected: LiveSupervision) => void | Promise<void>;

/** What is live: filled once by the modules while the program starts. */
export class LiveRooms {
  private readonly kindsByName = new Map<string, LiveRoomKind>();
  private readonly routesByType = new Map<string, LiveRoute>();
  private readonly controlsByType = new Map<string, LiveControl[]>();

  addKind(kind: LiveRoomKind): void {
    if (this.kindsByName.has(kind.name)) throw new Error(`live rooms ${kind.name} are defined twice`);
    this.kindsByName.set(kind.name, kind);
  }

  addRoute<D extends Record<string, unknown>>(route: LiveRoute<D>): void {
    if (this.routesByType.has(route.type)) throw new Error(`live route ${route.type} is defined twice`);
    this.routesByType.set(route.type, route);
  }

  addControl(type: string, control: LiveControl): void {
    this.controlsByType.set(type, [...this.controlsOf(type), control]);
  }

  kinds(): readonly LiveRoomKind[] {
    return [...this.kindsByName.values()];
  }

  routes(): readonly LiveRoute[] {
    return [...this.routesByType.values()];
  }

  kind(name: string): LiveRoomKind {
    const kind = this.kindsByName.get(name);
    if (!kind) throw new Error(`there are no live rooms ${name}`);
    return kind;
  }

  find(room: string, actor: Actor): { kind: LiveRoomKind; key: string } | null {
    for (const kind of this.kindsByName.values()) {
      const key = kind.keyOf(room, actor);
      if (key !== null) return { kind, key };
    }
    return null;
  }

  routeOf(type: string): LiveRoute | undefined {
    return this.routesByType.get(type);
  }

  controlsOf(type: string): readonly LiveControl[] {
    return this.controlsByType.get(type) ?? [];
  }

  /** The types of events that may reach rooms of this kind. */
  typesFor(kind: string): string[] {
    return this.routes()
      .filter((route) => route.kinds.includes(kind))
      .map((route) => route.type);
  }
}
