import { statfs } from 'node:fs/promises';
import { AppError, defineError } from '#libs/kernel';

export const STORAGE_LOW = defineError('STORAGE.LOW', 'insufficient-storage', 'The server is almost out of disk space and takes no new content');

const MEBIBYTE = 1024 * 1024;
const RETRY_AFTER_SECONDS = 60;

export interface FreeSpaceOptions {
  /** A folder on the volume that is watched. */
  folder: string;
  /** In MiB; 0 switches the guard off. */
  reserveMb?: number;
  /** Milliseconds between two looks. */
  intervalMs?: number;
  /** Bytes an unprivileged process may still write there. */
  freeBytes?: (folder: string) => Promise<number>;
  /** Told when the volume falls below the reserve and when it is above again. */
  onChange?: (low: boolean, freeBytes: number) => void;
}

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/**
 * Refuses writes while a volume has less free space than the reserve: PostgreSQL panics when its log cannot grow, so the refusal has to
 * come first. Looks in the background, so `assertWritable` costs a comparison; a look that fails changes nothing.
 */
export class FreeSpaceGuard {
  private free = Number.POSITIVE_INFINITY;
  private timer: NodeJS.Timeout | undefined;
  private readonly reserve: number;
  private readonly freeBytes: (folder: string) => Promise<number>;

  constructor(private readonly options: FreeSpaceOptions) {
    this.reserve = (options.reserveMb ?? 256) * MEBIBYTE;
    this.freeBytes = options.freeBytes ?? freeBytesOf;
  }

  /** Looks once, then every `intervalMs`; does not keep the process alive. */
  async start(): Promise<void> {
    if (this.reserve === 0 || this.timer) return;
    this.timer = setInterval(() => void this.look(), this.options.intervalMs ?? 1_000);
    this.timer.unref();
    await this.look();
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** True while writes are refused. */
  get isLow(): boolean {
    return this.free < this.reserve;
  }

  /** @throws STORAGE.LOW (507) below the reserve */
  assertWritable(): void {
    if (this.isLow) throw new AppError(STORAGE_LOW, { retryAfter: RETRY_AFTER_SECONDS });
  }

  /** One look at the volume. */
  async look(): Promise<void> {
    const before = this.isLow;
    this.free = await this.freeBytes(this.options.folder).catch(() => this.free);
    if (this.isLow !== before) this.options.onChange?.(this.isLow, this.free);
  }
}
