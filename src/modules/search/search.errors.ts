import { defineError } from '#libs/kernel';

export const SEARCH_BUILD_RUNNING = defineError('SEARCH.BUILD_RUNNING', 'conflict', 'The search index is being built already');
export const SEARCH_BUILD_FAILED = defineError('SEARCH.BUILD_FAILED', 'unavailable', 'The new search index is not complete; the old one stays');
