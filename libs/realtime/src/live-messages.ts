import { z } from 'zod';

const Seq = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const Room = z.string().min(1).max(100);

/** Client to server: `join`. */
export const JoinMessage = z.strictObject({
  room: Room.meta({ description: 'question:{id}, feed, or user (your own)' }),
  since: Seq.optional().meta({ description: 'The last seq you have seen: what came after it is sent again, or a reset' }),
});

/** Client to server: `leave`. */
export const LeaveMessage = z.strictObject({ room: Room });

/** Client to server: `presence`. Answered `{ ok, room, watching }`; at most a second old. */
export const PresenceMessage = z.strictObject({ room: Room.meta({ description: 'A room you are in' }) });

/** How many watch a room: members once each, guests by connection. */
export const PresenceAnswer = z.object({ room: Room, watching: z.number().int().min(0) });

/** What the handshake may carry besides cookie and header. */
export const HandshakeAuth = z.object({ token: z.string().min(1).max(8_192).optional() });

/** Server to client: `event`. `seq` grows; ignore what is not above the last one you have seen. */
export const LiveEnvelope = z.object({
  id: z.string(),
  seq: Seq,
  type: z.string(),
  at: z.string().meta({ format: 'date-time' }),
  data: z.record(z.string(), z.unknown()),
  room: Room,
});

/** Server to client: `reset`. Too much was missed to be sent again: read the page anew; live events go on after `seq`. */
export const ResetNotice = z.object({ room: Room, seq: Seq });

/** Server to client: `left`. You were taken out of a room: you may no longer see what it is about. */
export const LeftNotice = z.object({ room: Room, reason: z.enum(['forbidden']) });

/** Server to client: `ended`. The connection is about to be closed; do not reconnect with the same credentials when the session has ended. */
export const EndedNotice = z.object({ reason: z.enum(['session-ended', 'too-slow', 'too-many-messages']) });

export type JoinMessage = z.output<typeof JoinMessage>;
export type LiveEnvelope = z.output<typeof LiveEnvelope>;
export type ResetNotice = z.output<typeof ResetNotice>;
export type LeftNotice = z.output<typeof LeftNotice>;
export type EndedReason = z.output<typeof EndedNotice>['reason'];
