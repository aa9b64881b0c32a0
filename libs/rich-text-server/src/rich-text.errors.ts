import { defineError } from '#libs/kernel';

export const TEXT_TOO_COMPLEX = defineError('TEXT.TOO_COMPLEX', 'invalid', 'This text is too complex to show');
export const TEXT_RENDERER_BUSY = defineError('TEXT.RENDERER_BUSY', 'unavailable', 'Too many long texts are being processed');
