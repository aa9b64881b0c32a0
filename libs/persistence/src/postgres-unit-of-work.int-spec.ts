import { AppError, defineError, type IdempotencySlot, newId, type RequestContext, systemContext } from '#libs/kernel';
import { memberContext, testDatabase, type TestDatabase } from '#libs/testing';
import { createHash } from 'node:crypto';
import { findIdempotent, IdempotentReplay, purgeIdempotencyKeys } from './idempotency-keys.js';
import { PostgresUnitOfWork } from './postgres-unit-of-work.js';
import { sql } from './statement.js';
import type { Tx } from './tx.js';

const REFUSED = defineError('TEST.REFUSED', 'conflict', 'refused');
const PUT = sql('uow-spec.put', 'insert into notes (id, text) values ($1, $2)');
const SET = sql('uow-spec.set', 'update notes set text = $2 where id = $1');
const GET = sql<{ text: string }>('uow-spec.get', 'select text from notes where id = $1');
const SERIALIZABLE = sql('uow-spec.serializable', 'set transaction isolation level serializable');
const KILL_ME = sql('uow-spec.kill-me', 'select pg_terminate_backend(pg_backend_pid())');

describe('PostgresUnitOfWork', () => {
  let db: TestDatabase;
  const ctx = systemContext('test');

  beforeAll(async () => {
    db = await testDatabase();
    await db.query('create table notes (id uuid primary key, text text not null)');
  });
  afterAll(() => db.drop());

  const put = (tx: Tx, id: string, text = 'text'): Promise<unknown> => tx.query(PUT, [id, text]);
  const exists = async (id: string): Promise<boolean> => (await db.reader.one(GET, [id])) !== null;

  describe('when the work resolves', () => {
    it('should commit what named statements and the entity manager wrote, and answer its result', async () => {
      const [one, two] = [newId(), newId()];
      const result = await db.unitOfWork.run(ctx, async (tx) => {
        await put(tx, one);
        await tx.manager.query('insert into notes (id, text) values ($1, $2)', [two, 'text']);
        return 42;
      });
      expect([result, await exists(one), await exists(two)]).toEqual([42, true, true]);
    });

    it('should run the last steps in the order of their keys, with those that steps add, and each key once', async () => {
      const order: string[] = [];
      await db.unitOfWork.run(ctx, async (tx) => {
        tx.beforeCommit('~last', async () => void order.push('last'));
        tx.beforeCommit('b', async () => void order.push('replaced'));
        tx.beforeCommit('b', async (inner) => {
          order.push('b');
          inner.beforeCommit('a late', async () => void order.push('a late'));
          inner.beforeCommit('c', async () => void order.push('c'));
        });
        tx.beforeCommit('a', async () => void order.push('a'));
        order.push('work');
      });
      expect(order).toEqual(['work', 'a', 'b', 'a late', 'c', 'last']);
    });

    it('should write what goes with the commit in the order of its keys, each key once and as it was said last', async () => {
      const [one, two] = [newId(), newId()];
      await db.unitOfWork.run(ctx, async (tx) => {
        tx.withCommit('b', SET, [one, 'by b']);
        tx.withCommit('c', PUT, [two, 'replaced']);
        tx.beforeCommit('x', async (inner) => inner.withCommit('c', PUT, [two, 'by c']));
        tx.withCommit('a', PUT, [one, 'by a']);
        await put(tx, newId());
      });
      expect([(await db.reader.one(GET, [one]))?.text, (await db.reader.one(GET, [two]))?.text]).toEqual(['by b', 'by c']);
    });

    it('should run statements that were started together in the order of the calls', async () => {
      const id = newId();
      const [, , read] = await db.unitOfWork.run(ctx, (tx) => Promise.all([put(tx, id, 'one'), tx.query(SET, [id, 'two']), tx.query(GET, [id])]));
      expect(read).toEqual([{ text: 'two' }]);
    });

    it('should run hints once everybody sees the commit, and outlive a hint that fails', async () => {
      const id = newId();
      const errors: unknown[] = [];
      const seen: boolean[] = [];
      const unitOfWork = new PostgresUnitOfWork(db.database.dataSource, { onHintError: (error) => errors.push(error) });
      await unitOfWork.run(ctx, async (tx) => {
        tx.afterCommit(() => Promise.reject(new Error('hint')));
        tx.afterCommit(async () => void seen.push(await exists(id)));
        await put(tx, id);
      });
      expect(seen).toEqual([true]);
      expect(errors).toEqual([new Error('hint')]);
    });

    it('should have given its connection back before the hints run', async () => {
      let nested = false;
      await Promise.all(
        Array.from({ length: 8 }, () =>
          db.unitOfWork.run(ctx, async (tx) => {
            tx.afterCommit(async () => void (nested = await db.unitOfWork.run(ctx, () => Promise.resolve(true))));
          }),
        ),
      );
      expect(nested).toBe(true);
    });
  });

  describe('when the work throws', () => {
    it.each<[string, (tx: Tx) => Promise<void>]>([
      ['in the work', () => Promise.reject(new AppError(REFUSED))],
      ['in a last step', (tx) => Promise.resolve(tx.beforeCommit('x', () => Promise.reject(new AppError(REFUSED))))],
    ])('%s, should leave nothing behind and run no hints', async (_where, fail) => {
      const id = newId();
      const hints: string[] = [];
      const run = db.unitOfWork.run(ctx, async (tx) => {
        await put(tx, id);
        tx.afterCommit(() => void hints.push('ran'));
        await fail(tx);
      });
      await expect(run).rejects.toMatchObject({ code: 'TEST.REFUSED' });
      expect([await exists(id), hints]).toEqual([false, []]);
    });

    it('should tell the error of the statement that failed, not of those that were refused because of it, and leave nothing behind', async () => {
      const [one, two] = [newId(), newId()];
      await db.unitOfWork.run(ctx, (tx) => put(tx, one));
      const wrapped = async (tx: Tx): Promise<unknown> => {
        try {
          return await put(tx, one);
        } catch (error) {
          throw new AppError(REFUSED, { cause: error });
        }
      };
      const run = db.unitOfWork.run(ctx, (tx) => Promise.all([put(tx, two), wrapped(tx), put(tx, newId()), tx.query(SET, [two, 'x'])]));
      await expect(run).rejects.toMatchObject({ code: 'TEST.REFUSED' });
      expect(await exists(two)).toBe(false);
    });

    it('should commit nothing when a statement that goes with the commit fails', async () => {
      const [one, two] = [newId(), newId()];
      await db.unitOfWork.run(ctx, (tx) => put(tx, one));
      const hints: string[] = [];
      const run = db.unitOfWork.run(ctx, async (tx) => {
        tx.afterCommit(() => void hints.push('ran'));
        tx.withCommit('a', PUT, [one, 'again']);
        await put(tx, two);
      });
      await expect(run).rejects.toMatchObject({ code: '23505' });
      expect([await exists(two), hints]).toEqual([false, []]);
      await expect(db.unitOfWork.run(ctx, () => Promise.resolve('fine'))).resolves.toBe('fine');
    });

    it('should not pretend to have committed when the work hid the failure of a statement', async () => {
      const id = newId();
      await db.unitOfWork.run(ctx, (tx) => put(tx, id));
      await expect(db.unitOfWork.run(ctx, (tx) => put(tx, id).catch(() => 'hidden'))).rejects.toThrow('went unnoticed');
    });

    it('should refuse statements that come after the end', async () => {
      let leaked: Tx | undefined;
      await expect(db.unitOfWork.run(ctx, (tx) => Promise.reject(Object.assign(new Error('x'), { tx: (leaked = tx) })))).rejects.toThrow('x');
      await expect(put(leaked!, newId())).rejects.toThrow('after its unit of work was over');
    });

    it('should hand out connections without an open transaction afterwards', async () => {
      await Promise.allSettled(Array.from({ length: 20 }, (_, n) => db.unitOfWork.run(ctx, (tx) => (n % 2 ? tx.manager.query('select no such thing') : put(tx, newId())))));
      const idle = await db.query(`select 1 from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`);
      expect(idle).toEqual([]);
    });
  });

  describe('when transactions collide', () => {
    it('should run the victim of a deadlock again', async () => {
      const [one, two] = [newId(), newId()];
      await db.unitOfWork.run(ctx, async (tx) => {
        await put(tx, one);
        await put(tx, two);
      });
      let attempts = 0;
      let arrived = 0;
      const both = Promise.withResolvers<void>();
      const cross = (first: string, second: string): Promise<void> =>
        db.unitOfWork.run(ctx, async (tx) => {
          attempts += 1;
          await tx.query(SET, [first, 'changed']);
          if (++arrived >= 2) both.resolve();
          await both.promise;
          await tx.query(SET, [second, 'changed']);
        });
      await Promise.all([cross(one, two), cross(two, one)]);
      expect(attempts).toBe(3);
    });

    it('should run a serialisation failure again, three times at most', async () => {
      const id = newId();
      await db.unitOfWork.run(ctx, (tx) => put(tx, id));
      let attempts = 0;
      const run = db.unitOfWork.run(ctx, async (tx) => {
        attempts += 1;
        await tx.query(SERIALIZABLE);
        await tx.query(GET, [id]);
        await db.query('update notes set text = $2 where id = $1', [id, `by others ${attempts}`]);
        await tx.query(SET, [id, 'mine']);
      });
      await expect(run).rejects.toMatchObject({ code: '40001' });
      expect(attempts).toBe(3);
    });
  });

  it('should answer DATABASE.UNAVAILABLE when its connection is killed, and work with the next one', async () => {
    const killed = db.unitOfWork.run(ctx, async (tx) => {
      await put(tx, newId());
      await tx.query(KILL_ME);
    });
    await expect(killed).rejects.toMatchObject({ code: 'DATABASE.UNAVAILABLE', options: { retryAfter: 2 } });
    await expect(db.unitOfWork.run(ctx, () => Promise.resolve('fine'))).resolves.toBe('fine');
  });

  it('should not open a transaction while writes are refused', async () => {
    const unitOfWork = new PostgresUnitOfWork(db.database.dataSource, {
      assertWritable: () => {
        throw new AppError(REFUSED);
      },
    });
    const work = (): Promise<never> => Promise.reject(new Error('must not run'));
    await expect(unitOfWork.run(ctx, work)).rejects.toMatchObject({ code: 'TEST.REFUSED' });
  });

  describe('under an idempotency key', () => {
    function slot(overrides: Partial<IdempotencySlot> = {}): IdempotencySlot {
      return { memberId: newId(), route: 'notes.put', key: newId(), bodyHash: createHash('sha256').update('body').digest(), reservedId: newId(), ...overrides };
    }
    function withSlot(idempotency: IdempotencySlot): RequestContext {
      return { ...memberContext(), idempotency };
    }
    const create = (idempotency: IdempotencySlot): Promise<unknown> => db.unitOfWork.run(withSlot(idempotency), (tx) => put(tx, idempotency.reservedId));

    it('should have one effect for the same key, and tell the first id', async () => {
      const first = slot();
      await create(first);
      const again = { ...first, reservedId: newId() };
      await expect(create(again)).rejects.toMatchObject(new IdempotentReplay(first.reservedId));
      expect(await findIdempotent(db.reader, again)).toBe(first.reservedId);
      expect(await exists(again.reservedId)).toBe(false);
    });

    it('should refuse the same key with another body', async () => {
      const first = slot();
      await create(first);
      const other = { ...first, bodyHash: createHash('sha256').update('other').digest() };
      await expect(create(other)).rejects.toMatchObject({ code: 'IDEMPOTENCY.MISMATCH' });
      await expect(findIdempotent(db.reader, other)).rejects.toMatchObject({ code: 'IDEMPOTENCY.MISMATCH' });
    });

    it('should keep the keys of members and routes apart', async () => {
      const first = slot();
      for (const other of [first, { ...first, memberId: newId(), reservedId: newId() }, { ...first, route: 'notes.other', reservedId: newId() }]) {
        await create(other);
        expect(await exists(other.reservedId)).toBe(true);
      }
    });

    it('should have one effect when twenty come at once; the others learn that it runs, or its id', async () => {
      const shared = slot();
      const attempts = Array.from({ length: 20 }, () => ({ ...shared, reservedId: newId() }));
      const results = await Promise.allSettled(attempts.map(create));
      const winners = attempts.filter((_, n) => results[n]!.status === 'fulfilled');
      expect(winners).toHaveLength(1);
      for (const result of results) {
        if (result.status === 'fulfilled') continue;
        if (result.reason instanceof IdempotentReplay) expect(result.reason.createdId).toBe(winners[0]!.reservedId);
        else expect(result.reason).toMatchObject({ code: 'IDEMPOTENCY.RUNNING' });
      }
      const kept = await Promise.all(attempts.map(({ reservedId }) => exists(reservedId)));
      expect(kept.filter(Boolean)).toHaveLength(1);
    });

    it('should free the key when the effect rolls back', async () => {
      const first = slot();
      await expect(db.unitOfWork.run(withSlot(first), () => Promise.reject(new AppError(REFUSED)))).rejects.toMatchObject({ code: 'TEST.REFUSED' });
      expect(await findIdempotent(db.reader, first)).toBeNull();
      await create(first);
      expect(await exists(first.reservedId)).toBe(true);
    });

    it('should forget keys by age', async () => {
      const [old, young] = [slot(), slot()];
      await create(old);
      await create(young);
      await db.query(`update http.idempotency_keys set created_at = now() - interval '3 days' where key = $1`, [old.key]);
      await db.unitOfWork.run(ctx, (tx) => purgeIdempotencyKeys(tx, new Date(Date.now() - 48 * 60 * 60 * 1000)));
      expect([await findIdempotent(db.reader, old), await findIdempotent(db.reader, young)]).toEqual([null, young.reservedId]);
    });
  });
});
