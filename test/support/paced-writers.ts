import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from './answer-writers.js';

/** Fewer than the server has connections for writing: a machine that is too slow for the pace gets fewer requests, not a queue of them. */
const IN_FLIGHT = 6;

/** Posts so many answers a second, and keeps what was acknowledged and how long the slowest one took. */
export class PacedWriters {
  readonly acknowledged: string[] = [];
  /** What each of them says. */
  readonly texts = new Map<string, string>();
  readonly failures: string[] = [];
  longestMs = 0;
  private going = true;
  private readonly done: Promise<void>;

  constructor(
    private readonly api: ApiClient,
    private readonly question: string,
    perSecond: number,
  ) {
    this.done = this.run(1000 / perSecond);
  }

  async stop(): Promise<void> {
    this.going = false;
    await this.done;
  }

  private async run(everyMs: number): Promise<void> {
    const underWay = new Set<Promise<void>>();
    for (let n = 0; this.going; n += 1) {
      if (underWay.size < IN_FLIGHT) {
        const one = this.post(n).finally(() => underWay.delete(one));
        underWay.add(one);
      }
      await sleep(everyMs);
    }
    await Promise.all(underWay);
  }

  private async post(n: number): Promise<void> {
    const started = performance.now();
    try {
      const body = `Answer ${n}, written while the texts move.`;
      const { id } = await this.api.post<{ id: string }>(`/api/questions/${this.question}/answers`, { body });
      this.acknowledged.push(id);
      this.texts.set(id, body);
      this.longestMs = Math.max(this.longestMs, performance.now() - started);
    } catch (error) {
      this.failures.push(String(error));
    }
  }
}

/** Reads a page of texts again and again; whatever is not a 200 with every body in it is an error. */
export class TextReaders {
  readonly errors: string[] = [];
  reads = 0;
  private going = true;
  private readonly done: Promise<unknown>;

  constructor(
    private readonly url: string,
    private readonly questions: readonly string[],
    readers: number,
  ) {
    this.done = Promise.all(Array.from({ length: readers }, (_, reader) => this.run(reader)));
  }

  async stop(): Promise<void> {
    this.going = false;
    await this.done;
  }

  private async run(reader: number): Promise<void> {
    for (let n = reader; this.going; n += 1) {
      const question = this.questions[n % this.questions.length]!;
      await this.read(`/api/questions/${question}`, (answer) => [answer as { body: string }]);
      await this.read(`/api/questions/${this.questions[0]}/answers?limit=20`, (answer) => (answer as { items: { body: string }[] }).items);
      await sleep(10);
    }
  }

  private async read(path: string, texts: (answer: unknown) => { body: string }[]): Promise<void> {
    this.reads += 1;
    // A cookie of nobody keeps the page out of the guests' cache.
    const answer = await fetch(`${this.url}${path}`, { headers: { cookie: 'cairn_session=nobody' } }).catch((error: unknown) => String(error));
    if (typeof answer === 'string') return void this.errors.push(answer);
    const text = await answer.text();
    if (answer.status !== 200) return void this.errors.push(`${path} answered ${answer.status}: ${text}`);
    if (texts(JSON.parse(text)).some(({ body }) => body === '')) this.errors.push(`${path} lacks a text`);
  }
}
