/** What a cache can hold: whatever JSON can carry. */
export type Cacheable = string | number | boolean | null | Cacheable[] | { [key: string]: Cacheable };

/**
 * Keeps copies of what can be had again. It may forget anything at any time (it is bounded), and never holds the only copy of something.
 * It does not fail: while its server does not answer it is empty. A shared cache that missed a `delete` that way makes up for it later.
 * Values go in and come out as copies: changing one changes nothing in the cache.
 */
export abstract class Cache {
  /** True when all processes of a site see the same entries, so that a `delete` reaches them all. */
  abstract readonly isShared: boolean;
  /** The value, or undefined when it is absent, evicted or older than its time to live. */
  abstract get<T extends Cacheable>(key: string): Promise<T | undefined>;
  /** @param ttlMs time to live in ms. A value too large for the cache is not kept. */
  abstract set(key: string, value: Cacheable, ttlMs: number): Promise<void>;
  abstract delete(key: string): Promise<void>;
  /**
   * The value, else what `load` answers, which is then kept. Callers that ask meanwhile in this process share one `load`; its error goes to all
   * of them and is not kept. What was loaded is not kept if the key was deleted or set meanwhile
   * (in any process, when the cache is shared): it may be older than that.
   */
  abstract getOrLoad<T extends Cacheable>(key: string, ttlMs: number, load: () => Promise<T>): Promise<T>;
}
