import { AppError, defineError } from '#libs/kernel';
import { STORAGE_LOW } from './free-space/free-space-guard.js';

export const DATABASE_UNAVAILABLE = defineError('DATABASE.UNAVAILABLE', 'unavailable', 'The database cannot be reached right now');
export const IDEMPOTENCY_RUNNING = defineError('IDEMPOTENCY.RUNNING', 'conflict', 'A request with this Idempotency-Key is still running');
export const IDEMPOTENCY_MISMATCH = defineError('IDEMPOTENCY.MISMATCH', 'invalid', 'This Idempotency-Key was used with another body');

const DISK_FULL = '53100';
/** SQLSTATE classes and codes that mean "not now": connection lost, shutting down, starting up, too many clients. */
const UNAVAILABLE = /^(08|57P0[123]|53300|25P04)/;
const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND', 'EAI_AGAIN']);

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

/** True for a failure of the connection rather than of the statement. */
export function isConnectionFailure(error: unknown): boolean {
  const code = codeOf(error);
  if (NETWORK.has(code) || UNAVAILABLE.test(code)) return true;
  return error instanceof Error && /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed/.test(error.message);
}

/** True for a deadlock or serialisation failure: the same work may succeed when run again. */
export function isRetryable(error: unknown): boolean {
  return codeOf(error) === '40P01' || codeOf(error) === '40001';
}

/** The unique constraint that a failed insert hit, or null. */
export function violatedConstraint(error: unknown): string | null {
  if (codeOf(error) !== '23505') return null;
  return (error as { constraint?: string }).constraint ?? '';
}

/** A connection failure becomes DATABASE.UNAVAILABLE, a full disk STORAGE.LOW; anything else stays what it is. */
export function translateDatabaseError(error: unknown): unknown {
  if (codeOf(error) === DISK_FULL) return new AppError(STORAGE_LOW, { cause: error });
  return isConnectionFailure(error) ? new AppError(DATABASE_UNAVAILABLE, { retryAfter: 2, cause: error }) : error;
}
