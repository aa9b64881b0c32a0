import type { ApiResponse } from './exchange.js';

export interface FieldProblem {
  /** RFC 6901 pointer into the body, e.g. `/title`. */
  pointer: string;
  code: string;
  message: string;
}

/** Why and until when an account is shut out; `until` null: until somebody restores it. */
export interface Suspension {
  until: string | null;
  reason: string | null;
}

/** An answer that was not a success: RFC 9457 problem details, or `status` 0 when the server could not be reached. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string | null,
    readonly requestId: string | null,
    readonly fields: readonly FieldProblem[] = [],
    /** With the code AUTH.SUSPENDED. */
    readonly suspension: Partial<Suspension> = {},
  ) {
    super(`${status} ${code}`);
    this.name = 'ApiError';
  }
}

interface Problem extends Partial<Suspension> {
  code?: string;
  title?: string;
  detail?: string;
  requestId?: string;
  errors?: FieldProblem[];
}

function parse(text: string): Problem {
  try {
    return (JSON.parse(text) as Problem | null) ?? {};
  } catch {
    return {};
  }
}

export function problemOf(response: ApiResponse, text: string): ApiError {
  const problem = parse(text);
  const requestId = problem.requestId ?? response.headers.get('x-request-id');
  return new ApiError(response.status, problem.code ?? 'CLIENT.UNREADABLE', problem.detail ?? problem.title ?? null, requestId, problem.errors ?? [], problem);
}

/** Any failure as an ApiError; what is not one is a bug of ours in the browser. */
export function asApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError(500, 'CLIENT.BUG', null, null);
}
