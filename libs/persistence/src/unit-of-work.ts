import type { RequestContext } from '#libs/kernel';
import type { Tx } from './tx.js';

/**
 * One transaction of PostgreSQL (READ COMMITTED, `transaction_timeout` 60 s).
 *
 * Commits when `work` resolves, rolls back when it throws; a deadlock or serialisation failure runs `work` again, at most 3 times,
 * so `work` must have no effect outside the transaction. When `ctx.idempotency` is set, its key row commits in this same
 * transaction and `work` must create the thing under `idForCreated(ctx)`.
 * @throws DATABASE.UNAVAILABLE (503) when PostgreSQL cannot be reached; STORAGE.LOW (507) below the free-space reserve
 */
export abstract class UnitOfWork {
  abstract run<T>(ctx: RequestContext, work: (tx: Tx) => Promise<T>): Promise<T>;
}
