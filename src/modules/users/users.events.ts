import { z } from 'zod';
import { defineEvent } from '#libs/events';

const memberId = z.string();

export const memberRegistered = defineEvent('member.registered.v1', z.object({ memberId }));
export const memberUpdated = defineEvent('member.updated.v1', z.object({ memberId }));
export const memberStateChanged = defineEvent(
  'member.state_changed.v1',
  z.object({ memberId, from: z.string(), to: z.string(), actorId: z.string().nullable() }),
);
export const memberRoleChanged = defineEvent('member.role_changed.v1', z.object({ memberId, role: z.string() }));

export const memberSubject = (id: string): string => `user:${id}`;
