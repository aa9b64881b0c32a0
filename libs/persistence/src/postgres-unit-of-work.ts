import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';
import type { RequestContext } from '#libs/kernel';
import { claimIdempotencyKey } from './idempotency-keys.js';
import { isRetryable, translateDatabaseError } from './persistence.errors.js';
import { PostgresTx } from './postgres-tx.js';
import { TransactionConnection } from './transaction-connection.js';
import type { Tx } from './tx.js';
import { UnitOfWork } from './unit-of-work.js';

const ATTEMPTS = 3;
/** What TypeORM's runner keeps of its transaction. */
const IN_TRANSACTION = { isTransactionActive: true, transactionDepth: 1 };
const NO_TRANSACTION = { isTransactionActive: false, transactionDepth: 0 };

export interface UnitOfWorkOptions {
  /** Throws when there is no room left to write (507). */
  assertWritable?: () => void;
  onHintError?: (error: unknown) => void;
  /** See ConnectionSettings. */
  isPooled?: boolean;
}

export class PostgresUnitOfWork extends UnitOfWork {
  constructor(
    private readonly dataSource: DataSource,
    private readonly options: UnitOfWorkOptions = {},
  ) {
    super();
  }

  async run<T>(ctx: RequestContext, work: (tx: Tx) => Promise<T>): Promise<T> {
    this.options.assertWritable?.();
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.attempt(ctx, work);
      } catch (error) {
        if (attempt >= ATTEMPTS || !isRetryable(error)) throw translateDatabaseError(error);
        await sleep(5 * attempt + Math.random() * 10);
      }
    }
  }

  private async attempt<T>(ctx: RequestContext, work: (tx: Tx) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const client = (await runner.connect()) as pg.Client;
      const { tx, result } = await this.transact(runner, client, ctx, work);
      await runner.release();
      await tx.runHints(this.options.onHintError ?? (() => undefined));
      return result;
    } finally {
      await runner.release().catch(() => undefined);
    }
  }

  private async transact<T>(runner: QueryRunner, client: pg.Client, ctx: RequestContext, work: (tx: Tx) => Promise<T>): Promise<{ tx: PostgresTx; result: T }> {
    const connection = new TransactionConnection(client, this.options.isPooled);
    const tx = new PostgresTx(runner.manager, connection);
    try {
      connection.begin();
      // TypeORM's manager would begin one of its own.
      Object.assign(runner, IN_TRANSACTION);
      const result = await this.inside(connection, tx, ctx, work);
      await connection.commit(tx.closingStatements);
      return { tx, result };
    } finally {
      Object.assign(runner, NO_TRANSACTION);
      // Neither committed nor rolled back: the pool closes an ending connection instead of handing its open transaction to somebody else.
      if (connection.isActive) void client.end().catch(() => undefined);
    }
  }

  private async inside<T>(connection: TransactionConnection, tx: PostgresTx, ctx: RequestContext, work: (tx: Tx) => Promise<T>): Promise<T> {
    try {
      if (ctx.idempotency) await claimIdempotencyKey(tx, ctx.idempotency);
      const result = await work(tx);
      await tx.runLastSteps();
      tx.end();
      return result;
    } catch (error) {
      tx.end();
      await connection.rollback().catch(() => undefined);
      throw error;
    }
  }
}
