import { createHash } from 'node:crypto';
import { type Clock, systemContext } from '#libs/kernel';
import { sql, type SqlReader, type Tx, type UnitOfWork } from '#libs/persistence';

interface LockRow {
  locked_until: Date | null;
}

const FIND = sql<LockRow>('sign-in.lock-out-find', 'select locked_until from sign_in.lock_outs where subject = $1');
const TAKE = sql<LockRow>(
  'sign-in.lock-out-take',
  `insert into sign_in.lock_outs as l (subject, failed_count, last_failed_at, locked_until)
     values ($1, 1, $2, case when $3 <= 1 then $5::timestamptz end)
   on conflict (subject) do update set
     failed_count = case when l.locked_until is not null or l.last_failed_at < $4 then 1 else l.failed_count + 1 end,
     locked_until = case when l.locked_until is null and l.last_failed_at >= $4 and l.failed_count + 1 >= $3 then $5::timestamptz end,
     last_failed_at = $2
     where l.locked_until is null or l.locked_until <= $2
   returning locked_until`,
);
const CLEAR = sql('sign-in.lock-out-clear', 'delete from sign_in.lock_outs where subject = $1');
const SWEEP = sql(
  'sign-in.lock-out-sweep',
  'delete from sign_in.lock_outs where subject in (select subject from sign_in.lock_outs where last_failed_at < $1 limit 100 for update skip locked)',
);

/** Failures further apart than this are not "in a row". */
const FORGET_MS = 24 * 3600_000;

export interface LockOutRules {
  attempts: number;
  lockSeconds: number;
}

/**
 * Counts wrong passwords by the address that was typed, whether or not an account has it: a locked address tells nobody
 * that it exists. The count lives in PostgreSQL, so that all processes share it and a restart does not clear it.
 */
export class LockOut {
  constructor(
    private readonly reader: SqlReader,
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly rules: LockOutRules,
  ) {}

  /**
   * Counts one attempt as if it failed, before the password is looked at: however many come at once, only so many are looked at.
   * @returns null when the attempt may go on, else until when the address is locked
   */
  async take(address: string): Promise<Date | null> {
    const now = this.clock.now();
    const until = new Date(now.getTime() + this.rules.lockSeconds * 1000);
    const forgotten = new Date(now.getTime() - FORGET_MS);
    const subject = subjectOf(address);
    const taken = await this.uow.run(systemContext('issuer'), async (tx) => {
      const rows = await tx.query(TAKE, [subject, now, this.rules.attempts, forgotten, until]);
      await tx.query(SWEEP, [forgotten]);
      return rows.length > 0;
    });
    if (taken) return null;
    const row = await this.reader.one(FIND, [subject]);
    return row?.locked_until ?? null;
  }

  /** The right password, or a new one: the count starts again. */
  async clear(tx: Tx, address: string): Promise<void> {
    await tx.query(CLEAR, [subjectOf(address)]);
  }
}

function subjectOf(address: string): Buffer {
  return createHash('sha256').update(address.trim().toLowerCase()).digest();
}
