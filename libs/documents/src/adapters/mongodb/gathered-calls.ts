import { inTime } from './mongo-calls.js';

export interface GatheringOptions<I> {
  /** Round trips under way at a time; what comes meanwhile waits and then goes together. */
  atOnce: number;
  /** A gathered call is not made larger than this by adding another one. */
  most: number;
  sizeOf: (input: I) => number;
  /** Who has waited longer has given up: their call is not made any more, and one that is under way is not waited for. */
  patienceMs: number;
}

interface Waiting<I, O> {
  readonly input: I;
  readonly until: number;
  readonly resolve: (output: O) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Makes one round trip of calls that come at the same time. A call of the driver costs as much as the reading of some twenty texts: alone
 * each goes at once, under load they share it. `work` answers for every input in their order; when it fails, it fails for all of them.
 */
export class GatheredCalls<I, O> {
  private waiting: Waiting<I, O>[] = [];
  private running = 0;

  constructor(
    private readonly work: (inputs: readonly I[]) => Promise<readonly O[]>,
    private readonly options: GatheringOptions<I>,
  ) {}

  call(input: I): Promise<O> {
    const { promise, resolve, reject } = Promise.withResolvers<O>();
    this.waiting.push({ input, until: performance.now() + this.options.patienceMs, resolve, reject });
    this.start();
    return promise;
  }

  private start(): void {
    if (this.running >= this.options.atOnce) return;
    this.running += 1;
    // After whatever else this turn of the event loop brings.
    setImmediate(() => void this.run());
  }

  private async run(): Promise<void> {
    for (let batch = this.next(); batch.length > 0; batch = this.next()) {
      try {
        // A call that never comes back must not keep its place.
        const outputs = await inTime(this.work(batch.map(({ input }) => input)), this.options.patienceMs);
        batch.forEach(({ resolve }, place) => resolve(outputs[place]!));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.running -= 1;
  }

  private next(): Waiting<I, O>[] {
    const { most, sizeOf } = this.options;
    const now = performance.now();
    this.waiting = this.waiting.filter(({ until }) => until > now);
    let size = 0;
    const fitting = this.waiting.findIndex(({ input }, place) => {
      size += sizeOf(input);
      return place > 0 && size > most;
    });
    return this.waiting.splice(0, fitting === -1 ? this.waiting.length : fitting);
  }
}
