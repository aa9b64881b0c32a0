import { defineError } from '#libs/kernel';

export const SEARCH_CURSOR_INVALID = defineError('SEARCH.CURSOR_INVALID', 'invalid', 'This cursor does not belong to this search');
export const SEARCH_ENGINE_UNAVAILABLE = defineError('SEARCH.ENGINE_UNAVAILABLE', 'unavailable', 'The search engine does not answer');
export const SEARCH_INDEX_MISSING = defineError('SEARCH.INDEX_MISSING', 'unavailable', 'The search engine has no index of this site yet');
