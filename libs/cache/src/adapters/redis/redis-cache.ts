import { newId } from '#libs/kernel';
import { type RedisArgument, type RedisLink, redisScript, type RedisScript } from '#libs/redis';
import { Cache, type Cacheable } from '../../cache.port.js';

export interface RedisCacheOptions {
  /** A value whose JSON is longer than this many bytes is not kept. */
  maxValueBytes: number;
}

/** A load that takes longer than this is answered, but not kept. */
const LEASE_MS = 60_000;
/** Deletes that could not be sent are remembered, so many at most. */
const MOST_MISSED = 10_000;

// KEYS: the value, the lease. Who finds nothing takes the lease; only its holder may keep what it loaded, and set and delete take it away,
// in whichever process they happen.
const GET_OR_LEASE = redisScript(`
local found = redis.call('GET', KEYS[1])
if not found then redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2]) end
return found`);
const SET = redisScript(`
redis.call('DEL', KEYS[2])
if tonumber(ARGV[2]) > 0 then redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2]) else redis.call('DEL', KEYS[1]) end`);
const KEEP = redisScript(`
if redis.call('GET', KEYS[2]) ~= ARGV[3] then return end
redis.call('DEL', KEYS[2])
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])`);

/**
 * A Redis that may evict. While it does not answer, the cache is empty: every read loads, nothing is kept, nobody fails. A delete (or set)
 * that it missed is made up for when it is back, before this process reads from it again; should this process end before that, others
 * may see the old value until its time to live is over.
 */
export class RedisCache extends Cache {
  readonly isShared = true;
  private readonly loads = new Map<string, Promise<Cacheable>>();
  private readonly missed = new Set<string>();
  private catchingUp?: Promise<void>;

  constructor(
    private readonly link: RedisLink,
    private readonly options: RedisCacheOptions,
  ) {
    super();
    link.onChange(() => this.isInStep());
  }

  async get<T extends Cacheable>(key: string): Promise<T | undefined> {
    if (!this.isInStep()) return undefined;
    const json = await this.link.send('GET', this.keysOf(key)[0]).catch(() => null);
    return json === null ? undefined : (JSON.parse(json as string) as T);
  }

  async set(key: string, value: Cacheable, ttlMs: number): Promise<void> {
    this.loads.delete(key);
    const json = this.fitting(value);
    if (json === null) return this.delete(key);
    await this.change(key, SET, [json, Math.ceil(ttlMs)]);
  }

  async delete(key: string): Promise<void> {
    this.loads.delete(key);
    await this.change(key, SET, ['', 0]);
  }

  async getOrLoad<T extends Cacheable>(key: string, ttlMs: number, load: () => Promise<T>): Promise<T> {
    const running = (this.loads.get(key) as Promise<T> | undefined) ?? this.begin(key, ttlMs, load);
    return structuredClone(await running);
  }

  private begin<T extends Cacheable>(key: string, ttlMs: number, load: () => Promise<T>): Promise<T> {
    const running: Promise<T> = this.readOrLoad(key, ttlMs, load, () => this.loads.get(key) === running).finally(() => {
      if (this.loads.get(key) === running) this.loads.delete(key);
    });
    this.loads.set(key, running);
    return running;
  }

  private async readOrLoad<T extends Cacheable>(key: string, ttlMs: number, load: () => Promise<T>, isCurrent: () => boolean): Promise<T> {
    const lease = newId();
    const found = this.isInStep() ? await this.link.run(GET_OR_LEASE, this.keysOf(key), [lease, LEASE_MS]).catch(() => null) : null;
    if (found !== null) return JSON.parse(found as string) as T;
    const value = await load();
    const json = this.fitting(value);
    if (json !== null && ttlMs > 0 && isCurrent()) await this.link.run(KEEP, this.keysOf(key), [json, Math.ceil(ttlMs), lease]).catch(() => undefined);
    return value;
  }

  private async change(key: string, script: RedisScript, args: readonly RedisArgument[]): Promise<void> {
    await this.link.run(script, this.keysOf(key), args).catch(() => this.miss(key));
  }

  private miss(key: string): void {
    if (this.missed.size < MOST_MISSED) this.missed.add(key);
  }

  /** False while the server holds something that this process has deleted; then makes up for it, once the server answers. */
  private isInStep(): boolean {
    if (this.missed.size === 0) return true;
    if (this.link.isUp) this.catchingUp ??= this.catchUp().finally(() => (this.catchingUp = undefined));
    return false;
  }

  /** Beyond `MOST_MISSED` nobody knows any more what was deleted: then everything goes. */
  private async catchUp(): Promise<void> {
    try {
      if (this.missed.size >= MOST_MISSED) await this.forgetAll();
      else for (const key of this.missed) await this.link.run(SET, this.keysOf(key), ['', 0]);
      this.missed.clear();
    } catch {
      // It is gone again: the next return tries anew.
    }
  }

  private async forgetAll(): Promise<void> {
    for (let cursor = '0'; ; ) {
      const [next, keys] = (await this.link.send('SCAN', cursor, 'MATCH', `${this.link.prefix}:cache:*`, 'COUNT', 1_000)) as [string, string[]];
      if (keys.length > 0) await this.link.send('UNLINK', ...keys);
      if (next === '0') return;
      cursor = next;
    }
  }

  private fitting(value: Cacheable): string | null {
    const json = JSON.stringify(value);
    return Buffer.byteLength(json) > this.options.maxValueBytes ? null : json;
  }

  private keysOf(key: string): [value: string, lease: string] {
    return [`${this.link.prefix}:cache:${key}`, `${this.link.prefix}:lease:${key}`];
  }
}
