import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';
import type { PostgresQueryRunner } from 'typeorm/driver/postgres/PostgresQueryRunner.js';
import type { RequestContext } from '#libs/kernel';
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
      const client = (await runner.connect()) as pg.ClientBase;
      await runner.startTransaction();
      const tx = new PostgresTx(runner.manager, client);
      const result = await this.inside(runner, tx, ctx, work);
      await runner.commitTransaction();
      await this.release(runner);
      await tx.runHints(this.options.onHintError ?? (() => undefined));
      return result;
    } finally {
      await this.release(runner);
    }
  }

  /** Gives the connection back; one whose transaction could not be ended is closed instead of being handed to somebody else. */
  private async release(runner: QueryRunner): Promise<void> {
    if (runner.isReleased) return;
    const broken = runner.isTransactionActive ? new Error('the transaction could not be ended') : undefined;
    await (runner as PostgresQueryRunner).releasePostgresConnection(broken).catch(() => undefined);
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
