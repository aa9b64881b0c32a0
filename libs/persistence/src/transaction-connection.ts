import { setImmediate } from 'node:timers/promises';
import type pg from 'pg';
import { POOLED_TRANSACTION } from './connection-settings.js';
import { gatherWrites } from './gather-writes.js';
import { queryOf, type Statement } from './statement.js';

const FAILED_BEFORE = '25P02';

function hasFailedBefore(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === FAILED_BEFORE;
}

export interface ClosingStatement {
  statement: Statement<object>;
  params: readonly unknown[];
}

/**
 * One transaction on a connection that takes statements without waiting for the answers of those before. They run in the order in which
 * they were asked for.
 */
export class TransactionConnection {
  private isOpen = false;

  constructor(
    private readonly client: pg.ClientBase,
    private readonly isPooled = false,
  ) {}

  /** True from the beginning until the commit or rollback was carried out. */
  get isActive(): boolean {
    return this.isOpen;
  }

  /** Leaves together with the first statement; whatever goes wrong with it, that one tells. */
  begin(): void {
    this.isOpen = true;
    for (const text of this.isPooled ? ['begin', POOLED_TRANSACTION] : ['begin']) this.send({ text }).catch(() => undefined);
  }

  async query<R extends object>(statement: Statement<R>, params: readonly unknown[]): Promise<R[]> {
    try {
      return (await this.send<R>(queryOf(statement, params, this.isPooled))).rows;
    } catch (error) {
      // Refused because of another one, whose own error must be heard first, through whatever it is wrapped in.
      if (hasFailedBefore(error)) await setImmediate();
      throw error;
    }
  }

  /** Commits behind these statements, in one packet. @throws what one of them failed with; then nothing is committed */
  async commit(statements: readonly ClosingStatement[] = []): Promise<void> {
    const closing = Promise.all(statements.map(({ statement, params }) => this.query(statement, params)));
    const [written, committed] = await Promise.allSettled([closing, this.send({ text: 'commit' })]);
    if (committed.status === 'fulfilled') this.isOpen = false;
    for (const outcome of [written, committed]) if (outcome.status === 'rejected') throw outcome.reason;
    if (committed.status === 'fulfilled' && committed.value.command !== 'COMMIT') throw new Error('a statement of this unit of work has failed, and that went unnoticed');
  }

  async rollback(): Promise<void> {
    await this.send({ text: 'rollback' });
    this.isOpen = false;
  }

  private send<R extends object>(query: pg.QueryConfig): Promise<pg.QueryResult<R>> {
    gatherWrites(this.client);
    return this.client.query<R>(query);
  }
}
