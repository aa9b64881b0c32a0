import { defineError } from '#libs/kernel';

export const HANDLE_TAKEN = defineError('USERS.HANDLE_TAKEN', 'conflict', 'This handle is taken');
export const HANDLE_INVALID = defineError('USERS.HANDLE_INVALID', 'invalid', 'This handle cannot be used');
export const CANNOT_FOLLOW_SELF = defineError('USERS.CANNOT_FOLLOW_SELF', 'conflict', 'You cannot follow yourself');
