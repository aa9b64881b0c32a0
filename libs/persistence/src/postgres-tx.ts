import type pg from 'pg';
import type { EntityManager } from 'typeorm';
import { queryOf, type Statement } from './statement.js';
import type { Tx } from './tx.js';

/** A transaction on one pooled connection, shared by TypeORM's manager and named statements. */
export class PostgresTx implements Tx {
  private readonly lastSteps = new Map<string, (tx: Tx) => Promise<void>>();
  private isOver = false;
  private readonly hints: (() => void | Promise<void>)[] = [];

  constructor(
    readonly manager: EntityManager,
    private readonly client: pg.ClientBase,
    private readonly isPooled = false,
  ) {}

  async query<R extends object>(statement: Statement<R>, params: readonly unknown[] = []): Promise<R[]> {
    // By now the connection may be inside somebody else's transaction.
    if (this.isOver) throw new Error(`${statement.name} came after its unit of work was over: something was not awaited`);
    const result = await this.client.query<R>(queryOf(statement, params, this.isPooled));
    return result.rows;
  }

  beforeCommit(key: string, work: (tx: Tx) => Promise<void>): void {
    this.lastSteps.set(key, work);
  }

  afterCommit(work: () => void | Promise<void>): void {
    this.hints.push(work);
  }

  /** Called by the unit of work once the work itself is done. */
  async runLastSteps(): Promise<void> {
    while (this.lastSteps.size > 0) {
      // A last step may add another (a counter that marks a page): always the smallest key that is left.
      const key = [...this.lastSteps.keys()].sort()[0]!;
      const step = this.lastSteps.get(key)!;
      this.lastSteps.delete(key);
      await step(this);
    }
  }

  /** Called by the unit of work: nothing may be written through this any more. */
  end(): void {
    this.isOver = true;
  }

  /** Called by the unit of work after the commit. */
  async runHints(onError: (error: unknown) => void): Promise<void> {
    for (const hint of this.hints) {
      try {
        await hint();
      } catch (error) {
        onError(error);
      }
    }
  }
}
