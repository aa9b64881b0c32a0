import { AppError, type IdempotencySlot } from '#libs/kernel';
import { IDEMPOTENCY_MISMATCH, IDEMPOTENCY_RUNNING } from './persistence.errors.js';
import { sql } from './statement.js';
import type { SqlReader } from './sql-reader.js';
import type { Tx } from './tx.js';

interface KeyRow {
  createdId: string;
  bodyHash: Buffer;
}

const COLUMNS = `created_id as "createdId", body_hash as "bodyHash"`;
const LOCK = sql<{ locked: boolean }>(
  'idempotency.lock',
  `select pg_try_advisory_xact_lock(hashtextextended($1::text || ' ' || $2 || ' ' || $3, 0)) as locked`,
);
const FIND = sql<KeyRow>(
  'idempotency.find',
  `select ${COLUMNS} from http.idempotency_keys where member_id = $1 and route = $2 and key = $3`,
);
const INSERT = sql(
  'idempotency.insert',
  `insert into http.idempotency_keys (member_id, route, key, body_hash, created_id) values ($1, $2, $3, $4, $5)`,
);
const PURGE = sql('idempotency.purge', `delete from http.idempotency_keys where created_at < $1`);

/** Thrown inside the unit of work when the effect has happened already; the edge answers with the stored id. */
export class IdempotentReplay extends Error {
  constructor(readonly createdId: string) {
    super('this request has been carried out before');
    this.name = 'IdempotentReplay';
  }
}

function matchingId(row: KeyRow, slot: IdempotencySlot): string {
  if (!row.bodyHash.equals(slot.bodyHash)) throw new AppError(IDEMPOTENCY_MISMATCH);
  return row.createdId;
}

/** The id that an earlier request under this key created, or null. @throws IDEMPOTENCY.MISMATCH */
export async function findIdempotent(reader: SqlReader, slot: IdempotencySlot): Promise<string | null> {
  const row = await reader.one(FIND, [slot.memberId, slot.route, slot.key]);
  return row ? matchingId(row, slot) : null;
}

/**
 * Claims the key inside the effect's own transaction: both commit or neither does.
 * @throws IDEMPOTENCY.RUNNING while another transaction holds the key, IdempotentReplay when it has committed
 */
export async function claimIdempotencyKey(tx: Tx, slot: IdempotencySlot): Promise<void> {
  const key = [slot.memberId, slot.route, slot.key];
  const [lock] = await tx.query(LOCK, key);
  if (!lock?.locked) throw new AppError(IDEMPOTENCY_RUNNING, { retryAfter: 1 });
  const [row] = await tx.query(FIND, key);
  if (row) throw new IdempotentReplay(matchingId(row, slot));
  await tx.query(INSERT, [...key, slot.bodyHash, slot.reservedId]);
}

/** Forgets keys older than `before`; they are kept at least 24 hours. */
export async function purgeIdempotencyKeys(tx: Tx, before: Date): Promise<void> {
  await tx.query(PURGE, [before]);
}
