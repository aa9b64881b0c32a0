import { defineError } from '#libs/kernel';

export const SEARCH_CURSOR_INVALID = defineError('SEARCH.CURSOR_INVALID', 'invalid', 'This cursor does not belong to this search');
