import { z } from 'zod';
import { ProblemSchema } from '#libs/http';
import { EndedNotice, HandshakeAuth, JoinMessage, LeaveMessage, LeftNotice, LiveEnvelope, PresenceAnswer, PresenceMessage, ResetNotice } from './live-messages.js';
import type { LiveRooms, LiveRoute } from './live-rooms.js';

type Json = Record<string, unknown>;

/** AsyncAPI 3 takes JSON Schema draft 7. */
function schema(type: z.ZodType, io: 'input' | 'output' = 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(type, { target: 'draft-7', io, reused: 'inline' }) as Json;
  return rest;
}

function message(name: string, title: string, payload: Json): Json {
  return { name, title, payload };
}

const channelMessage = (key: string) => ({ $ref: `#/channels/live/messages/${key}` });
// Without its OpenAPI name: every message stands by itself here.
const refused = z.object({ ok: z.literal(false), problem: z.object(ProblemSchema.shape) });
const joined = z.union([z.object({ ok: z.literal(true), seq: LiveEnvelope.shape.seq }), refused]);
const watching = z.union([z.object({ ok: z.literal(true), ...PresenceAnswer.shape }), refused]);
const done = z.union([z.object({ ok: z.literal(true) }), refused]);

const notices: Record<string, Json> = {
  join: message('join', 'Enter a room', schema(JoinMessage, 'input')),
  joined: message('join', 'Acknowledgement of join: you have seen everything up to seq', schema(joined)),
  leave: message('leave', 'Leave a room', schema(LeaveMessage, 'input')),
  done: message('leave', 'Acknowledgement of leave', schema(done)),
  presence: message('presence', 'Ask how many watch a room you are in', schema(PresenceMessage, 'input')),
  watching: message('presence', 'Acknowledgement of presence: members once each, guests by connection', schema(watching)),
  reset: message('reset', 'Too much was missed: read the page anew', schema(ResetNotice)),
  left: message('left', 'You were taken out of a room', schema(LeftNotice)),
  ended: message('ended', 'The connection is about to be closed', schema(EndedNotice)),
};

function eventMessage(route: LiveRoute): Json {
  const envelope = LiveEnvelope.extend({ type: z.literal(route.type), data: route.schema });
  return { ...message('event', route.description, schema(envelope)), tags: route.kinds.map((name) => ({ name })) };
}

function operations(eventKeys: readonly string[]): Json {
  const channel = { $ref: '#/channels/live' };
  const ask = (key: string, answer: string) => ({ action: 'receive', channel, messages: [channelMessage(key)], reply: { channel, messages: [channelMessage(answer)] } });
  const tell = (...keys: string[]) => ({ action: 'send', channel, messages: keys.map(channelMessage) });
  return { join: ask('join', 'joined'), leave: ask('leave', 'done'), presence: ask('presence', 'watching'), events: tell(...eventKeys), notices: tell('reset', 'left', 'ended') };
}

/** The AsyncAPI 3.0 document of the live channel, made from the same schemas that check its messages. */
export function asyncApi(rooms: LiveRooms, info: { version: string; url: string }): Json {
  const routes = [...rooms.routes()].sort((a, b) => a.type.localeCompare(b.type));
  const kinds = rooms.kinds().map((kind) => `- \`${kind.pattern}\`: ${kind.description}`);
  const events = Object.fromEntries(routes.map((route) => [route.type, eventMessage(route)]));
  const { host, protocol } = new URL(info.url);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Cairn live',
      version: info.version,
      description: ['Socket.io 4, namespace `/live`. Messages are events of that name; `join`, `leave` and `presence` are answered through their acknowledgement.', '', 'Rooms:', ...kinds].join('\n'),
    },
    defaultContentType: 'application/json',
    servers: { site: { host, protocol: protocol === 'https:' ? 'wss' : 'ws', security: [{ $ref: '#/components/securitySchemes/token' }, { $ref: '#/components/securitySchemes/session' }] } },
    channels: { live: { address: '/live', messages: { ...notices, ...events }, bindings: { ws: {} } } },
    operations: operations(Object.keys(events)),
    components: {
      schemas: { handshakeAuth: schema(HandshakeAuth, 'input') },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An access token or personal access token, as `auth.token` of the handshake or in the Authorization header.' },
        session: { type: 'httpApiKey', in: 'cookie', name: 'cairn_session', description: 'The web session, from the pages of the site itself only.' },
      },
    },
  };
}
