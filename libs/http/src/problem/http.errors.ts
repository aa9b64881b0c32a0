import { defineError } from '#libs/kernel';

export const REQUEST_MALFORMED = defineError('REQUEST.MALFORMED', 'malformed', 'The request cannot be read');
export const REQUEST_INVALID = defineError('REQUEST.INVALID', 'invalid', 'The request is not valid');
export const CURSOR_INVALID = defineError('REQUEST.CURSOR_INVALID', 'invalid', 'This cursor does not belong to this list');
export const FORBIDDEN = defineError('AUTH.FORBIDDEN', 'forbidden', 'You may not do this');
export const ORIGIN_REFUSED = defineError('AUTH.ORIGIN_REFUSED', 'forbidden', 'This request came from another site');
export const NOT_FOUND = defineError('RESOURCE.NOT_FOUND', 'not-found', 'There is nothing here');
export const METHOD_NOT_ALLOWED = defineError('REQUEST.METHOD_NOT_ALLOWED', 'method-not-allowed', 'This address does not take this method');
export const TIMED_OUT = defineError('REQUEST.TIMED_OUT', 'timeout', 'The request took too long to arrive');
export const TOO_LARGE = defineError('REQUEST.TOO_LARGE', 'too-large', 'The request body is too large');
export const UNSUPPORTED_MEDIA = defineError('REQUEST.UNSUPPORTED_MEDIA', 'unsupported-media', 'Send application/json');
export const URI_TOO_LONG = defineError('REQUEST.URI_TOO_LONG', 'uri-too-long', 'The address is too long');
export const HEADERS_TOO_LARGE = defineError('REQUEST.HEADERS_TOO_LARGE', 'headers-too-large', 'The request headers are too large');
export const RATE_LIMITED = defineError('RATE.LIMITED', 'rate-limited', 'Too many requests');
export const PRECONDITION_FAILED = defineError('REQUEST.PRECONDITION_FAILED', 'precondition', 'This was changed since you read it');
export const UNAVAILABLE = defineError('SERVICE.UNAVAILABLE', 'unavailable', 'The service is not ready');
export const INTERNAL = defineError('SERVICE.INTERNAL', 'internal', 'Something went wrong on our side');
