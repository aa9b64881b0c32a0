import { Module, type Provider } from '@nestjs/common';
import { LogTail } from '#libs/events';
import { Clock } from '#libs/kernel';
import { Logger } from '#libs/observability';
import { LiveChannels, LiveFeed, LiveHub, LivePresence, LiveRooms, LiveSessions, LiveSweep, Presence } from '#libs/realtime';
import { IdentityModule } from '#modules/identity';
import { QuestionsModule } from '#modules/questions';
import { AsyncApiController } from './api/async-api.controller.js';
import { IdentityLiveSessions } from './identity-live-sessions.js';
import { FeedRoom } from './rooms/feed-room.js';
import { QuestionRooms } from './rooms/question-rooms.js';
import { UserRoom } from './rooms/user-room.js';

function filled(...kinds: { register(rooms: LiveRooms): void }[]): LiveRooms {
  const rooms = new LiveRooms();
  for (const kind of kinds) kind.register(rooms);
  return rooms;
}

const live: Provider[] = [
  LiveChannels,
  { provide: LiveSessions, useClass: IdentityLiveSessions },
  { provide: LiveRooms, useFactory: filled, inject: [QuestionRooms, FeedRoom, UserRoom] },
  {
    provide: LiveFeed,
    useFactory: (tail: LogTail, rooms: LiveRooms, channels: LiveChannels, logger: Logger) => new LiveFeed(tail, rooms, channels, logger),
    inject: [LogTail, LiveRooms, LiveChannels, Logger],
  },
  { provide: LivePresence, useFactory: (presence: Presence) => new LivePresence(presence), inject: [Presence] },
  {
    provide: LiveHub,
    useFactory: (rooms: LiveRooms, channels: LiveChannels, feed: LiveFeed, presence: LivePresence, logger: Logger) => new LiveHub(rooms, channels, feed, presence, logger),
    inject: [LiveRooms, LiveChannels, LiveFeed, LivePresence, Logger],
  },
  {
    provide: LiveSweep,
    useFactory: (hub: LiveHub, sessions: LiveSessions, clock: Clock, logger: Logger) => new LiveSweep(hub, sessions, clock, logger),
    inject: [LiveHub, LiveSessions, Clock, Logger],
  },
];

/** What is live and who may hear it. API processes only; the transport is attached by the composition root. */
@Module({
  imports: [QuestionsModule, IdentityModule],
  controllers: [AsyncApiController],
  providers: [QuestionRooms, FeedRoom, UserRoom, ...live],
  exports: [LiveHub, LiveSweep],
})
export class RealtimeApiModule {}
