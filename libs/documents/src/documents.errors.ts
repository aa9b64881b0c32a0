import { defineError } from '#libs/kernel';

export const VERSION_TAKEN = defineError('DOCUMENTS.VERSION_TAKEN', 'conflict', 'Somebody else changed this at the same moment');
export const DOCUMENTS_UNAVAILABLE = defineError('DOCUMENTS.UNAVAILABLE', 'unavailable', 'Texts cannot be read or written right now');
