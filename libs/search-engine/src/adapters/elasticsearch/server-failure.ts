import { errors } from '@elastic/elasticsearch';
import { AppError } from '#libs/kernel';
import { SEARCH_ENGINE_UNAVAILABLE, SEARCH_INDEX_MISSING } from '../../search-engine.errors.js';

const RETRY_AFTER_SECONDS = 5;
const MISSING = /^(index_not_found_exception|alias_not_found_exception)$/;

export function unavailable(detail: string, cause?: unknown): AppError {
  return new AppError(SEARCH_ENGINE_UNAVAILABLE, { detail, retryAfter: RETRY_AFTER_SECONDS, cause });
}

export function indexMissing(detail: string): AppError {
  return new AppError(SEARCH_INDEX_MISSING, { detail, retryAfter: RETRY_AFTER_SECONDS });
}

export function isMissing(error: unknown): boolean {
  if (!(error instanceof errors.ResponseError) || error.statusCode !== 404) return false;
  const body = error.body as { error?: { type?: string } | string } | undefined;
  return typeof body?.error === 'string' || MISSING.test(body?.error?.type ?? '');
}

/** The client's error as one of ours: what it says of the server stays, addresses with secrets in them do not. */
export function translated(error: unknown): unknown {
  if (error instanceof AppError) return error;
  if (isMissing(error)) return indexMissing((error as Error).message.slice(0, 300));
  if (error instanceof errors.ElasticsearchClientError) return unavailable(`${error.name}: ${error.message.slice(0, 300)}`, error);
  return error;
}

/** Runs a call to the server. @throws SEARCH.ENGINE_UNAVAILABLE, SEARCH.INDEX_MISSING */
export async function asking<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw translated(error);
  }
}
