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

function statusFrom(error: unknown): number {
  const candidate = error as { statusCode?: unknown; status?: unknown; getStatus?: () => number };
  if (typeof candidate?.getStatus === 'function') return candidate.getStatus();
  if (typeof candidate?.statusCode === 'number') return candidate.statusCode;
  return typeof candidate?.status === 'number' ? candidate.status : 500;
}

/** Any thrown value as an expected failure; what nobody expected becomes SERVICE.INTERNAL. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const definition = BY_STATUS.get(statusFrom(error));
  return definition ? new AppError(definition, { cause: error }) : new AppError(INTERNAL, { cause: error });
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
