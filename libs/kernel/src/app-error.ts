/** What went wrong, in terms of the business; the HTTP edge maps a kind to a status (libs/http). */
export type ErrorKind =
  | 'malformed' // 400: cannot be parsed
  | 'unauthenticated' // 401
  | 'forbidden' // 403
  | 'not-found' // 404: absent, or not to be seen
  | 'method-not-allowed' // 405
  | 'not-acceptable' // 406
  | 'timeout' // 408: the request did not arrive in time
  | 'conflict' // 409
  | 'precondition' // 412
  | 'too-large' // 413
  | 'uri-too-long' // 414
  | 'unsupported-media' // 415
  | 'invalid' // 422: parsed, but against the schema or a rule
  | 'rate-limited' // 429
  | 'headers-too-large' // 431
  | 'internal' // 500: a bug of ours
  | 'unavailable' // 503: a dependency is down; retry later
  | 'insufficient-storage'; // 507

/** One field that is wrong: RFC 6901 pointer into the body (or `/query/x`, `/header/x`), a code and a sentence. */
export interface FieldError {
  pointer: string;
  code: string;
  message: string;
}

/** One entry of the error catalogue; docs/reference/errors.md lists every one (checked both ways). */
export interface ErrorDefinition {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly title: string;
}

const catalogue = new Map<string, ErrorDefinition>();

/** Declares an expected failure. Codes are unique in the program, SCREAMING.DOT form, and never reused once retired. */
export function defineError(code: string, kind: ErrorKind, title: string): ErrorDefinition {
  if (catalogue.has(code)) throw new Error(`error code ${code} is defined twice`);
  const definition = Object.freeze({ code, kind, title });
  catalogue.set(code, definition);
  return definition;
}

/** Every error declared so far, by code. */
export function errorCatalogue(): readonly ErrorDefinition[] {
  return [...catalogue.values()].sort((a, b) => a.code.localeCompare(b.code));
}

export interface AppErrorOptions {
  /** One sentence for the person who reads the answer; no secrets, no ids of others. */
  detail?: string;
  errors?: FieldError[];
  /** Seconds after which a retry makes sense (429, 503). */
  retryAfter?: number;
  /** Members added to the problem document (RFC 9457 §3.2). */
  extensions?: Record<string, unknown>;
  cause?: unknown;
}

/** An expected failure with a catalogued code. Anything else that is thrown is a bug and answers 500. */
export class AppError extends Error {
  constructor(
    readonly definition: ErrorDefinition,
    readonly options: AppErrorOptions = {},
  ) {
    super(options.detail ?? definition.title, { cause: options.cause });
    this.name = 'AppError';
  }

  get code(): string {
    return this.definition.code;
  }
}
