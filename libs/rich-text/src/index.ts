export { EXCERPT_CHARACTERS, MAX_NESTING, MAX_TABLE_CELLS } from './limits.js';
export { excerptOf, htmlToText, plainText } from './plain-text.js';
export { type RenderedText, renderMarkdown } from './render-markdown.js';
export { isImageAllowed, isLinkAllowed, LINK_REL } from './rules/links.js';
export { TextTooComplexError } from './text-too-complex-error.js';
