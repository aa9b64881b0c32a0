import { z } from 'zod';
import { defineEvent } from '#libs/events';

/** A session ended before its time; `sessionId` null means all of the member's. */
export const sessionRevoked = defineEvent('session.revoked.v1', z.object({ memberId: z.string(), sessionId: z.string().nullable() }));
