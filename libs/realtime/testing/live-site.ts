import { z } from 'zod';
import { type Authentication, type Credentials, RequestAuthenticator } from '#libs/http';
import { type Actor, AppError, defineError, GUEST, hasRole, type MemberActor, type Role } from '#libs/kernel';
import { MemoryLogger } from '#libs/observability/testing';
import { FakeClock } from '#libs/testing';
import { InProcessPresence } from '../src/adapters/in-process/in-process-presence.js';
import { LiveChannels } from '../src/live-channels.js';
import { LiveFeed } from '../src/live-feed.js';
import { LiveHub } from '../src/live-hub.js';
import { LivePresence } from '../src/live-presence.js';
import { LiveRooms } from '../src/live-rooms.js';
import { type LiveCredential, LiveSessions } from '../src/live-sessions.port.js';
import { LiveSweep } from '../src/live-sweep.js';
import { MemoryLiveLog } from './memory-live-log.js';

const BAD_TOKEN = defineError('TEST.BAD_TOKEN', 'unauthenticated', 'This token is not valid');

/** Tokens are `handle/role/session`; the cookie is the same. `bad` is refused. */
class TestAuthenticator extends RequestAuthenticator {
  /** Sessions that get their id with their second request, and members that are refused since. */
  readonly late = new Map<string, string>();
  readonly refused = new Set<string>();

  async authenticate({ sessionCookie, authorization }: Credentials): Promise<Authentication> {
    const token = authorization?.replace('Bearer ', '');
    if (token === 'bad') throw new AppError(BAD_TOKEN);
    const [id, role, session] = (token ?? sessionCookie ?? '').split('/');
    const sessionId = session ?? this.late.get(id ?? '');
    if (!id) return { actor: GUEST, via: 'none' };
    if (this.refused.has(id)) throw new AppError(BAD_TOKEN);
    const actor: MemberActor = { kind: 'member', id, handle: id, role: (role ?? 'learner') as Role, scopes: ['read', 'write', 'moderate', 'admin'], sessionId };
    return { actor, via: token ? 'bearer' : 'session' };
  }
}

class TestSessions extends LiveSessions {
  readonly ended = new Set<LiveCredential>();
  asked = 0;
  isDown = false;

  async findEnded(credentials: readonly LiveCredential[]): Promise<ReadonlySet<LiveCredential>> {
    this.asked++;
    if (this.isDown) throw new Error('no database');
    return new Set(credentials.filter((credential) => this.ended.has(credential)));
  }
}

/** Things that are open to all, to members, or hidden: moderators see those too. */
class Things {
  private readonly states = new Map<string, 'public' | 'members' | 'hidden'>();
  /** Held up before an answer is given, by tests that need a race. */
  pause: () => Promise<void> = async () => undefined;

  set(id: string, state: 'public' | 'members' | 'hidden'): void {
    this.states.set(id, state);
  }

  async maySee(actors: readonly Actor[], id: string): Promise<boolean[]> {
    const state = this.states.get(id);
    await this.pause();
    return actors.map((actor) => {
      if (state === 'members') return actor.kind === 'member';
      return state === 'public' || (state === 'hidden' && hasRole(actor, 'moderator'));
    });
  }
}

const keyAfter = (prefix: string) => (room: string) => (room.startsWith(prefix) && room.length > prefix.length ? room.slice(prefix.length) : null);

function fill(rooms: LiveRooms, things: Things): void {
  rooms.addKind({
    name: 'thing',
    pattern: 'thing:{id}',
    description: 'What happens to a thing.',
    keyOf: keyAfter('thing:'),
    mayJoin: (actors, id) => things.maySee(actors, id),
    channelFor: (_, id) => `thing:${id}`,
    channelsOf: (id) => [`thing:${id}`],
    subjectsOf: (id) => [`thing:${id}`],
  });
  rooms.addKind({
    name: 'feed',
    pattern: 'feed',
    description: 'New things.',
    keyOf: (room) => (room === 'feed' ? 'all' : null),
    mayJoin: async (actors) => actors.map(() => true),
    channelFor: (actor) => (actor.kind === 'member' ? 'feed/members' : 'feed/public'),
    channelsOf: () => ['feed/public', 'feed/members'],
    subjectsOf: () => null,
  });
  const schema = z.object({ n: z.number() });
  rooms.addRoute({ type: 'thing.changed.v1', description: 'A thing changed.', schema, kinds: ['thing'], targets: ({ subject }) => [{ room: subject, channel: subject }] });
  rooms.addRoute({
    type: 'thing.made.v1',
    description: 'There is a new thing.',
    schema,
    kinds: ['feed'],
    targets: ({ data }) => ['feed/members', ...(data.isPublic ? ['feed/public'] : [])].map((channel) => ({ room: 'feed', channel })),
  });
  rooms.addControl('thing.hidden.v1', ({ subject }, hub) => hub.checkRoom('thing', subject.slice('thing:'.length)));
  rooms.addControl('member.demoted.v1', async ({ data }, hub) => {
    hub.changeActor(String(data.memberId), { role: 'learner' });
    await hub.checkMember(String(data.memberId));
  });
  rooms.addControl('session.revoked.v1', ({ data }, hub) => hub.endMember(String(data.memberId), data.sessionId as string | null));
}

/** Everything behind a live server, with things for rooms. */
export function liveSite() {
  const clock = new FakeClock();
  const logger = new MemoryLogger();
  const log = new MemoryLiveLog();
  const things = new Things();
  const rooms = new LiveRooms();
  fill(rooms, things);
  const channels = new LiveChannels();
  const hub = new LiveHub(rooms, channels, new LiveFeed(log, rooms, channels, logger), new LivePresence(new InProcessPresence()), logger);
  const sessions = new TestSessions();
  const sweep = new LiveSweep(hub, sessions, clock, logger);
  return { clock, logger, log, things, rooms, hub, sessions, sweep, authenticator: new TestAuthenticator() };
}

export type LiveSite = ReturnType<typeof liveSite>;
