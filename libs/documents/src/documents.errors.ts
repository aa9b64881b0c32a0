import { defineError } from '#libs/kernel';

export const VERSION_TAKEN = defineError('DOCUMENTS.VERSION_TAKEN', 'conflict', 'Somebody else changed this at the same moment');
