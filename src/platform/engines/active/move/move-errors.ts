import { defineError } from '#libs/kernel';

export const MOVE_REFUSED = defineError('ENGINES.MOVE_REFUSED', 'conflict', 'The texts cannot be moved now');
export const MOVE_DIFFERS = defineError('ENGINES.MOVE_DIFFERS', 'internal', 'The copies differ from what was copied');
