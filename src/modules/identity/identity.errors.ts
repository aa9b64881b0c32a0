import { defineError } from '#libs/kernel';

/** Carries `until` (RFC 3339, or null for good) and `reason`. */
export const SUSPENDED = defineError('AUTH.SUSPENDED', 'forbidden', 'This account is suspended');
export const TOKEN_LIMIT = defineError('IDENTITY.TOKEN_LIMIT', 'conflict', 'There are too many personal access tokens');
export const SCOPE_REFUSED = defineError('IDENTITY.SCOPE_REFUSED', 'forbidden', 'A token cannot be given more than its maker may do');
export const TOKEN_BY_TOKEN = defineError('IDENTITY.TOKEN_BY_TOKEN', 'forbidden', 'Personal access tokens are managed by people who are signed in');
export const HANDLE_REFUSED = defineError('IDENTITY.HANDLE_REFUSED', 'invalid', 'This handle cannot be used');
export const MEMBER_UNKNOWN = defineError('IDENTITY.MEMBER_UNKNOWN', 'not-found', 'There is no member with this handle');
