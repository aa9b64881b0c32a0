import { link, mkdir, readFile, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning, ownIdentity, type ProcessIdentity } from './process-identity.js';

let counter = 0;

function parse(text: string): ProcessIdentity | null {
  try {
    const value = JSON.parse(text) as Partial<ProcessIdentity>;
    return typeof value.pid === 'number' && typeof value.startedAt === 'string' ? { pid: value.pid, startedAt: value.startedAt } : null;
  } catch {
    return null;
  }
}

/**
 * A lock between processes, kept in one file that names its holder. A lock whose holder is gone (kill -9, power cut) counts as free,
 * also when another process has got its pid since. Processes of another pid namespace on the same folder are not seen.
 */
export class PidLock {
  private held: string | null = null;

  constructor(private readonly path: string) {}

  /** Takes the lock, or answers who holds it. */
  async take(): Promise<ProcessIdentity | null> {
    const content = JSON.stringify(await ownIdentity());
    const draft = `${this.path}.${process.pid}.${++counter}`;
    // Written aside and linked, so that nobody ever reads half a lock.
    await writeFile(draft, content, { mode: 0o600 });
    try {
      for (;;) {
        try {
          await link(draft, this.path);
          this.held = content;
          return null;
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        }
        const holder = await this.holder();
        if (holder) return holder;
        await this.removeStale();
      }
    } finally {
      await rm(draft, { force: true });
    }
  }

  /** Runs `work` under the lock, waiting for it at most `patienceMs`. @throws when the holder does not let go */
  async run<T>(patienceMs: number, work: () => Promise<T>): Promise<T> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const holder = await this.take();
      if (!holder) break;
      if (Date.now() > deadline) throw new Error(`process ${holder.pid} has held ${this.path} for ${Math.round(patienceMs / 1000)} s`);
      await sleep(20);
    }
    try {
      return await work();
    } finally {
      await this.release();
    }
  }

  /** The live process that holds the lock, or null. */
  async holder(): Promise<ProcessIdentity | null> {
    const text = await readFile(this.path, 'utf8').catch(() => null);
    const holder = text === null ? null : parse(text);
    return holder && (await isRunning(holder)) ? holder : null;
  }

  async release(): Promise<void> {
    if (this.held === null) return;
    const current = await readFile(this.path, 'utf8').catch(() => null);
    if (current === this.held) await rm(this.path, { force: true });
    this.held = null;
  }

  /** Only one process at a time may judge and remove a stale lock; otherwise a late one would remove the lock of who was quicker. */
  private async removeStale(): Promise<void> {
    const judging = `${this.path}.judging`;
    const mine = await mkdir(judging).then(
      () => true,
      () => false,
    );
    if (!mine) {
      await removeAbandoned(judging);
      return void (await sleep(5));
    }
    try {
      if (!(await this.holder())) await rm(this.path, { force: true });
    } finally {
      await rmdir(judging).catch(() => undefined);
    }
  }
}

/** A process was killed while it judged: that takes a millisecond, so ten seconds are proof. */
async function removeAbandoned(folder: string): Promise<void> {
  const made = await stat(folder).catch(() => null);
  if (made && Date.now() - made.mtimeMs > 10_000) await rmdir(folder).catch(() => undefined);
}
