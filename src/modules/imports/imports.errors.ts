import { defineError } from '#libs/kernel';

export const NOT_A_DUMP = defineError('IMPORTS.NOT_A_DUMP', 'invalid', 'This folder is not a Stack Exchange data dump');
export const SITE_NAME_INVALID = defineError('IMPORTS.SITE_NAME_INVALID', 'invalid', 'This cannot be the name of a site');
export const INTERRUPTED = defineError('IMPORTS.INTERRUPTED', 'conflict', 'The import was interrupted');
