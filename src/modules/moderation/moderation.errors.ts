import { defineError } from '#libs/kernel';

export const CANNOT_SUSPEND = defineError('MODERATION.CANNOT_SUSPEND', 'forbidden', 'You cannot suspend this member');
export const UNTIL_PAST = defineError('MODERATION.UNTIL_PAST', 'invalid', 'A suspension must end in the future');
export const NOT_HIDEABLE = defineError('MODERATION.NOT_HIDEABLE', 'conflict', 'This was deleted and cannot be hidden');
