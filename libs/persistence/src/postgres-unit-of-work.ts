import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';
import type { RequestContext } from '#libs/kernel';
import { POOLED_TRANSACTION } from './connection-settings.js';
import { claimIdempotencyKey } from './idempotency-keys.js';
import { isRetryable, translateDatabaseError } from './persistence.errors.js';
import { PostgresTx } from './postgres-tx.js';
import type { Tx } from './tx.js';
import { UnitOfWork } from './unit-of-work.js';

const ATTEMPTS = 3;

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
    const tx = new PostgresTx(runner.manager, client, this.options.isPooled);
    try {
      await runner.startTransaction();
      if (this.options.isPooled) await client.query(POOLED_TRANSACTION);
      const result = await this.inside(runner, tx, ctx, work);
      await runner.commitTransaction();
      return { tx, result };
    } finally {
      // Neither committed nor rolled back: the pool closes an ending connection instead of handing its open transaction to somebody else.
      if (runner.isTransactionActive) void client.end().catch(() => undefined);
    }
  }

  private async inside<T>(runner: QueryRunner, tx: PostgresTx, ctx: RequestContext, work: (tx: Tx) => Promise<T>): Promise<T> {
    try {
      if (ctx.idempotency) await claimIdempotencyKey(tx, ctx.idempotency);
      const result = await work(tx);
      await tx.runLastSteps();
      tx.end();
      return result;
    } catch (error) {
      tx.end();
      await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    }
  }
}
