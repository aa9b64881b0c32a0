import { defineError } from '#libs/kernel';

export const LIVE_TOO_MANY_ROOMS = defineError('LIVE.TOO_MANY_ROOMS', 'rate-limited', 'This connection is in too many rooms');
export const LIVE_TOO_MANY_CONNECTIONS = defineError('LIVE.TOO_MANY_CONNECTIONS', 'rate-limited', 'Too many live connections');
