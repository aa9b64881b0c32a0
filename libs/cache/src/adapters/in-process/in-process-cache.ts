import { LRUCache } from 'lru-cache';
import type { Clock } from '#libs/kernel';
import { Cache, type Cacheable } from '../../cache.port.js';

export interface InProcessCacheOptions {
  /** Bound on keys and values together, in bytes of UTF-16 text. */
  maxBytes: number;
}

/** Rough cost of an entry besides its text. */
const ENTRY_BYTES = 100;

/** The memory of this process. Values are kept as JSON, so that readers get copies and the size is known. */
export class InProcessCache extends Cache {
  readonly isShared = false;
  private readonly entries: LRUCache<string, string>;
  private readonly loads = new Map<string, Promise<Cacheable>>();

  constructor(clock: Clock, options: InProcessCacheOptions) {
    super();
    this.entries = new LRUCache({
      maxSize: options.maxBytes,
      maxEntrySize: Math.max(1, Math.floor(options.maxBytes / 4)),
      sizeCalculation: (value, key) => 2 * (value.length + key.length) + ENTRY_BYTES,
      ttlResolution: 0,
      perf: { now: () => clock.now().getTime() },
    });
  }

  async get<T extends Cacheable>(key: string): Promise<T | undefined> {
    const json = this.entries.get(key);
    return json === undefined ? undefined : (JSON.parse(json) as T);
  }

  async set(key: string, value: Cacheable, ttlMs: number): Promise<void> {
    this.loads.delete(key);
    this.keep(key, value, ttlMs);
  }

  async delete(key: string): Promise<void> {
    this.loads.delete(key);
    this.entries.delete(key);
  }

  async getOrLoad<T extends Cacheable>(key: string, ttlMs: number, load: () => Promise<T>): Promise<T> {
    const kept = await this.get<T>(key);
    if (kept !== undefined) return kept;
    const running = (this.loads.get(key) as Promise<T> | undefined) ?? this.begin(key, ttlMs, load);
    return structuredClone(await running);
  }

  private begin<T extends Cacheable>(key: string, ttlMs: number, load: () => Promise<T>): Promise<T> {
    const running = Promise.resolve()
      .then(load)
      .then((value) => {
        if (this.loads.get(key) === running) this.keep(key, value, ttlMs);
        return value;
      })
      .finally(() => {
        if (this.loads.get(key) === running) this.loads.delete(key);
      });
    this.loads.set(key, running);
    return running;
  }

  private keep(key: string, value: Cacheable, ttlMs: number): void {
    if (ttlMs > 0) this.entries.set(key, JSON.stringify(value), { ttl: ttlMs });
    else this.entries.delete(key);
  }
}
