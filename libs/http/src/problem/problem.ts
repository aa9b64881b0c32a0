import { AppError, type ErrorDefinition, type ErrorKind, type FieldError } from '#libs/kernel';
import {
  FORBIDDEN,
  HEADERS_TOO_LARGE,
  INTERNAL,
  METHOD_NOT_ALLOWED,
  NOT_FOUND,
  RATE_LIMITED,
  REQUEST_INVALID,
  REQUEST_MALFORMED,
  TIMED_OUT,
  TOO_LARGE,
  UNAVAILABLE,
  UNSUPPORTED_MEDIA,
  URI_TOO_LONG,
} from './http.errors.js';

/** The body of every error answer: RFC 9457 with our `code` and `requestId`. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  requestId: string;
  errors?: FieldError[];
  [extension: string]: unknown;
}

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

const STATUS: Record<ErrorKind, number> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'not-acceptable': 406,
  timeout: 408,
  conflict: 409,
  precondition: 412,
  'too-large': 413,
  'uri-too-long': 414,
  'unsupported-media': 415,
  invalid: 422,
  'rate-limited': 429,
  'headers-too-large': 431,
  internal: 500,
  unavailable: 503,
  'insufficient-storage': 507,
};

/** What Fastify, Nest or Node mean by a bare status. */
const BY_STATUS = new Map<number, ErrorDefinition>([
  [400, REQUEST_MALFORMED],
  [403, FORBIDDEN],
  [404, NOT_FOUND],
  [405, METHOD_NOT_ALLOWED],
  [408, TIMED_OUT],
  [413, TOO_LARGE],
  [414, URI_TOO_LONG],
  [415, UNSUPPORTED_MEDIA],
  [422, REQUEST_INVALID],
  [429, RATE_LIMITED],
  [431, HEADERS_TOO_LARGE],
  [503, UNAVAILABLE],
]);

/** The HTTP status of an error definition. */
export function statusOf(definition: ErrorDefinition): number {
  return STATUS[definition.kind];
}

/** The status Nest or Fastify gave a failure. A status on anybody else's error (a client's of another server, say) says nothing about our answer. */
function statusFrom(error: unknown): number {
  const candidate = error as { code?: unknown; statusCode?: unknown; getStatus?: () => number } | null;
  if (typeof candidate?.getStatus === 'function') return candidate.getStatus();
  const isFastifys = typeof candidate?.code === 'string' && candidate.code.startsWith('FST_');
  return isFastifys && typeof candidate?.statusCode === 'number' ? candidate.statusCode : 500;
}

function definitionOf(status: number): ErrorDefinition {
  return BY_STATUS.get(status) ?? (status >= 400 && status < 500 ? REQUEST_MALFORMED : INTERNAL);
}

/** Any thrown value as an expected failure; what nobody expected becomes SERVICE.INTERNAL. */
export function toAppError(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError(definitionOf(statusFrom(error)), { cause: error });
}

/** The problem document of a failure. */
export function toProblem(error: AppError, requestId: string): Problem {
  const { definition, options } = error;
  return {
    type: `/api/problems/${definition.code}`,
    title: definition.title,
    status: statusOf(definition),
    detail: options.detail ?? definition.title,
    code: definition.code,
    requestId,
    ...(options.errors ? { errors: options.errors } : {}),
    ...options.extensions,
  };
}
