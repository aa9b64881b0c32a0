export type { RenderThreadOptions } from './render-thread.js';
export { RichText } from './rich-text.js';
export { TEXT_RENDERER_BUSY, TEXT_TOO_COMPLEX } from './rich-text.errors.js';
export { sanitizeHtml } from './sanitize-html.js';
