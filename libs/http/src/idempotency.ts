import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type IdempotencySlot, newId, type RequestContext } from '#libs/kernel';
import { findIdempotent, IdempotentReplay, SqlReader } from '#libs/persistence';
import type { HttpContext } from './access/http-context.js';

/** Runs a creating request at most once per Idempotency-Key; without the header it simply runs it. */
@Injectable()
export class Idempotency {
  constructor(private readonly reader: SqlReader) {}

  /**
   * @param route stable name of the operation, part of the key
   * @param input the validated body: another body under the same key is refused
   * @param effect creates the thing under `idForCreated(ctx)` in one unit of work and resolves with its id
   * @returns the id, of now or of the first time
   * @throws IDEMPOTENCY.RUNNING (409), IDEMPOTENCY.MISMATCH (422)
   */
  run(ctx: HttpContext, route: string, input: unknown, effect: (ctx: RequestContext) => Promise<string>): Promise<string> {
    return this.runOrRead(ctx, route, input, effect, (id) => Promise.resolve(id));
  }

  /** As `run`, for an effect that resolves with what it has created; `read` finds that when it was created by an earlier request. */
  async runOrRead<T>(ctx: HttpContext, route: string, input: unknown, effect: (ctx: RequestContext) => Promise<T>, read: (id: string) => Promise<T>): Promise<T> {
    if (ctx.idempotencyKey === undefined || ctx.actor.kind !== 'member') return effect(ctx);
    const slot = this.slot(ctx.actor.id, route, ctx.idempotencyKey, input);
    const known = await findIdempotent(this.reader, slot);
    if (known !== null) return read(known);
    try {
      return await effect({ ...ctx, idempotency: slot });
    } catch (error) {
      if (error instanceof IdempotentReplay) return read(error.createdId);
      throw error;
    }
  }

  private slot(memberId: string, route: string, key: string, input: unknown): IdempotencySlot {
    const bodyHash = createHash('sha256').update(JSON.stringify(input)).digest();
    return { memberId, route, key, bodyHash, reservedId: newId() };
  }
}
