import type { EntityManager } from 'typeorm';
import type { Statement } from './statement.js';
import type { ClosingStatement, TransactionConnection } from './transaction-connection.js';
import type { Tx } from './tx.js';

/** A transaction on one pooled connection, shared by TypeORM's manager and named statements. */
export class PostgresTx implements Tx {
  private readonly lastSteps = new Map<string, (tx: Tx) => Promise<void>>();
  private readonly closing = new Map<string, ClosingStatement>();
  private isOver = false;
  private readonly hints: (() => void | Promise<void>)[] = [];

  constructor(
    readonly manager: EntityManager,
    private readonly connection: TransactionConnection,
  ) {}

  async query<R extends object>(statement: Statement<R>, params: readonly unknown[] = []): Promise<R[]> {
    // By now the connection may be inside somebody else's transaction.
    if (this.isOver) throw new Error(`${statement.name} came after its unit of work was over: something was not awaited`);
    return this.connection.query(statement, params);
  }

  beforeCommit(key: string, work: (tx: Tx) => Promise<void>): void {
    this.lastSteps.set(key, work);
  }

  withCommit(key: string, statement: Statement<object>, params: readonly unknown[]): void {
    this.closing.set(key, { statement, params });
  }

  afterCommit(work: () => void | Promise<void>): void {
    this.hints.push(work);
  }

  /** Called by the unit of work once the work itself is done. */
  async runLastSteps(): Promise<void> {
    // A step may add another (a counter that marks a page).
    while (this.lastSteps.size > 0) await Promise.all(this.startLastSteps());
  }

  /** What the unit of work sends with the commit. */
  get closingStatements(): ClosingStatement[] {
    return [...this.closing.keys()].sort().map((key) => this.closing.get(key)!);
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

  /** Always the smallest key that is left, none waiting for the one before: the connection keeps the order. */
  private *startLastSteps(): Generator<Promise<void>> {
    while (this.lastSteps.size > 0) {
      const key = [...this.lastSteps.keys()].sort()[0]!;
      const step = this.lastSteps.get(key)!;
      this.lastSteps.delete(key);
      yield step(this);
    }
  }
}
