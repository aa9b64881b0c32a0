import { readsReplica } from './read-replica/read-scope.js';

/** Reads many keys with one statement; keys that do not exist are absent from the map. */
export type ReadMany<K, V> = (keys: readonly K[]) => Promise<ReadonlyMap<K, V>>;

interface Waiting<K, V> {
  readonly keys: readonly K[];
  readonly resolve: (found: ReadonlyMap<K, V>) => void;
  readonly reject: (error: unknown) => void;
}

export interface CoalescedReadsOptions {
  /** Statements under way at once; what is asked for meanwhile goes into the next one. */
  inFlight?: number;
  /** Keys of one statement at most, but for a single request that wants more. */
  maxKeys?: number;
}

/**
 * Lets requests that come at the same moment share one statement. A read always begins after it was asked for: nobody joins a statement
 * that is already under way, so each sees what was committed before it asked. A lone request waits for nothing.
 * @throws for everyone in it, what the statement throws
 */
export class CoalescedReads<K, V> {
  private waiting: Waiting<K, V>[] = [];
  private underWay = 0;
  private isScheduled = false;
  private readonly inFlight: number;
  private readonly maxKeys: number;
  private fromReplica?: CoalescedReads<K, V>;

  constructor(
    private readonly readMany: ReadMany<K, V>,
    private readonly options: CoalescedReadsOptions = {},
  ) {
    this.inFlight = options.inFlight ?? 2;
    this.maxKeys = options.maxKeys ?? 500;
  }

  /** At least what was found of these keys; the map may hold the keys of others too. Who reads the replica shares with nobody who does not. */
  read(keys: readonly K[]): Promise<ReadonlyMap<K, V>> {
    if (!readsReplica()) return this.ask(keys);
    this.fromReplica ??= new CoalescedReads(this.readMany, this.options);
    return this.fromReplica.ask(keys);
  }

  private ask(keys: readonly K[]): Promise<ReadonlyMap<K, V>> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ keys, resolve, reject });
      this.schedule();
    });
  }

  async one(key: K): Promise<V | null> {
    return (await this.read([key])).get(key) ?? null;
  }

  /** At the end of this turn of the event loop, when the other requests that it brought have asked too. */
  private schedule(): void {
    if (this.isScheduled || this.underWay >= this.inFlight) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      void this.send(this.take());
    });
  }

  private take(): Waiting<K, V>[] {
    let count = 0;
    let taken = 0;
    for (const { keys } of this.waiting) {
      if (taken > 0 && count + keys.length > this.maxKeys) break;
      count += keys.length;
      taken += 1;
    }
    return this.waiting.splice(0, taken);
  }

  private async send(batch: readonly Waiting<K, V>[]): Promise<void> {
    this.underWay += 1;
    try {
      const found = await this.readMany([...new Set(batch.flatMap(({ keys }) => keys))]);
      for (const each of batch) each.resolve(found);
    } catch (error) {
      for (const each of batch) each.reject(error);
    } finally {
      this.underWay -= 1;
      if (this.waiting.length > 0) this.schedule();
    }
  }
}
