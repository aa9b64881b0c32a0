import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '#libs/kernel';
import { type EngineRow, holdEngine, inTransaction } from '../engine-rows.js';
import type { CopyTexts } from './copy-texts.js';
import { MOVE_REFUSED } from './move-errors.js';
import type { MoveRecord, MoveRecords } from './move-records.js';

/** Writers wait no longer than this, whatever becomes of us meanwhile: then the server ends our session. */
const WRITERS_WAIT_MS = 1_900;
/** By then we let them in ourselves. */
const GIVE_UP_MS = 1_200;
/** Of it, how long we stand in line behind writers that are inside. */
const LOCK_MS = 600;
/** With more to catch up than this nobody is kept waiting for it. */
const LITTLE = 200;
const ATTEMPTS = 300;
const PAUSE_MS = 200;
const LOCK_NOT_AVAILABLE = '55P03';

export interface Switched {
  /** How long writers were kept out, at most. */
  switchMs: number;
  attempts: number;
  caughtUp: number;
}

/** Makes the target the active engine, with the writers out and the last of them copied. */
export class SwitchDocuments {
  constructor(
    private readonly records: MoveRecords,
    private readonly copy: CopyTexts,
    private readonly beforeSwitch: () => Promise<void>,
  ) {}

  /** @throws ENGINES.MOVE_REFUSED when there is never a moment without long transactions, or what `beforeSwitch` throws */
  async switch(move: MoveRecord, signal: AbortSignal): Promise<Switched> {
    let caughtUp = 0;
    for (let attempts = 1; attempts <= ATTEMPTS; attempts += 1) {
      signal.throwIfAborted();
      caughtUp += await this.copy.catchUp();
      await this.beforeSwitch();
      const done = await this.attempt(move);
      if (done) return { switchMs: done.ms, attempts, caughtUp: caughtUp + done.result };
      await sleep(PAUSE_MS);
    }
    throw new AppError(MOVE_REFUSED, { detail: 'Writers were inside at every attempt to switch: try again when fewer long transactions run, such as imports.' });
  }

  private attempt(move: MoveRecord): Promise<WithoutWriters<number> | null> {
    return withoutWriters(this.records, async (_row, isLate) => {
      if ((await this.records.journalLength()) > LITTLE) throw new TooLate();
      const caughtUp = await this.copy.catchUp(isLate);
      if (isLate() || (await this.records.journalLength()) > 0) throw new TooLate();
      await this.records.client.query(
        `update platform.active_engines set engine = $1, epoch = epoch + 1, state = 'settled', target = null, copies = array[$2], changed_at = now() where port = 'documents'`,
        [move.target, move.source],
      );
      await this.records.finish(move.id, 'done', null);
      return caughtUp;
    });
  }
}

class TooLate extends Error {}

export interface WithoutWriters<T> {
  result: T;
  ms: number;
}

/**
 * Runs `work` in one transaction while no writer of texts is inside one.
 * @returns null when writers would have had to wait too long for it: they were let in again, and nothing has happened
 */
export async function withoutWriters<T>({ client }: Pick<MoveRecords, 'client'>, work: (row: EngineRow, isLate: () => boolean) => Promise<T>): Promise<WithoutWriters<T> | null> {
  const started = performance.now();
  const ms = (): number => Math.round(performance.now() - started);
  try {
    const result = await inTransaction(client, async () => {
      await client.query(`set local lock_timeout = ${LOCK_MS}`);
      await client.query(`set local transaction_timeout = ${WRITERS_WAIT_MS}`);
      return work((await holdEngine(client, 'documents'))!, () => ms() > GIVE_UP_MS);
    });
    return { result, ms: ms() };
  } catch (error) {
    if (error instanceof TooLate || (error as { code?: string }).code === LOCK_NOT_AVAILABLE) return null;
    throw error;
  }
}
