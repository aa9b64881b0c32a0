import mongoose from 'mongoose';
import { AppError } from '#libs/kernel';
import type { Logger } from '#libs/observability';
import { DOCUMENTS_UNAVAILABLE } from '../../documents.errors.js';

/** No caller waits longer, whatever the network does: with rights and rows looked up as well an answer stays within 2 s. */
export const DEADLINE_MS = 1_500;
const RETRY_AFTER_S = 2;

const DUPLICATE_KEY = 11_000;
/** Server codes that say our command was wrong: waiting does not help, so they are bugs and not outages. */
const OUR_FAULT = new Set([2, 9, 14, 40, 52, 59, 66, 72, 73, 121, 10_334]);

const { MongoAPIError, MongoBulkWriteError, MongoError, MongoNotConnectedError, MongoServerError, MongoTopologyClosedError } = mongoose.mongo;

export function isDuplicateKey(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === DUPLICATE_KEY;
}

/**
 * Places in a batch that were refused because their key exists. Null when anything else went wrong: a lost connection comes as a failed
 * batch too, with few refusals or none, and without a majority nothing that was inserted is certain. So every document has to be accounted for.
 */
export function duplicatesOf(error: unknown, attempted: number): number[] | null {
  if (!(error instanceof MongoBulkWriteError) || error.result.getWriteConcernError()) return null;
  const failures = [error.writeErrors].flat();
  const isWhole = failures.length > 0 && error.insertedCount + failures.length === attempted;
  return isWhole && failures.every((failure) => failure.code === DUPLICATE_KEY) ? failures.map((failure) => failure.index) : null;
}

function isOutage(error: unknown): boolean {
  if (error instanceof MongoNotConnectedError || error instanceof MongoTopologyClosedError) return true;
  if (error instanceof MongoAPIError || isDuplicateKey(error)) return false;
  if (error instanceof MongoServerError) return !OUR_FAULT.has(Number(error.code));
  return error instanceof MongoError || error instanceof mongoose.Error.MongooseServerSelectionError || isBeforeConnect(error);
}

/** Mongoose's own refusal of a call without a connection: buffering is off. */
function isBeforeConnect(error: unknown): boolean {
  return error instanceof mongoose.Error && error.name === 'MongooseError' && error.message.includes('before initial connection');
}

/** Every call to the server passes here: in time or 503, its failures in our words, and each change from up to down logged once. */
export class MongoCalls {
  private isDown = false;

  constructor(private readonly logger: Logger) {}

  /** @throws DOCUMENTS.UNAVAILABLE when the server is gone or slow; what is our own fault, or a duplicate key, as it is */
  async run<T>(call: () => Promise<T>): Promise<T> {
    try {
      const result = await inTime(call());
      this.up();
      return result;
    } catch (error) {
      if (!(error instanceof AppError) && !isOutage(error)) throw error;
      this.down(error);
      throw error instanceof AppError ? error : unavailable(error);
    }
  }

  private up(): void {
    if (!this.isDown) return;
    this.isDown = false;
    this.logger.info('MongoDB answers again');
  }

  private down(error: unknown): void {
    if (this.isDown) return;
    this.isDown = true;
    this.logger.warn('MongoDB does not answer: texts can be neither read nor written', { err: error });
  }
}

function unavailable(cause: unknown): AppError {
  return new AppError(DOCUMENTS_UNAVAILABLE, { retryAfter: RETRY_AFTER_S, cause });
}

/** @throws DOCUMENTS.UNAVAILABLE after the deadline */
export async function inTime<T>(call: Promise<T>, deadlineMs = DEADLINE_MS): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(unavailable(new Error(`no answer within ${deadlineMs} ms`))), deadlineMs);
  // Whichever comes second is nobody's to handle any more.
  call.catch(() => undefined);
  try {
    return await Promise.race([call, promise]);
  } finally {
    clearTimeout(timer);
  }
}
