import type { Redis } from 'ioredis';

const PROBE_MS = 1_000;
/** A connection that has not answered so many probes is replaced: the other end may be gone without a word. */
const MOST_SILENT_PROBES = 3;

export interface GuardedConnectionOptions {
  /** Done after each (re)connection, before the connection counts as up. */
  prepare?: (client: Redis) => Promise<unknown>;
  changed(isUp: boolean, reason?: unknown): void;
}

/** One ioredis connection that knows whether the server answers, and sends nothing while it does not. */
export class GuardedConnection {
  private isAnswering = false;
  private isClosed = false;
  private silentProbes = 0;
  private problem: unknown;
  private probing?: NodeJS.Timeout;

  constructor(
    private readonly client: Redis,
    private readonly options: GuardedConnectionOptions,
  ) {
    // Without a listener an error would end the process; each command rejects by itself as well.
    client.on('error', (error) => (this.problem = error));
    client.on('ready', () => void this.prepare());
    client.on('close', () => this.set(false));
  }

  get isUp(): boolean {
    return this.isAnswering;
  }

  /** Resolves after the first attempt, whatever came of it. */
  async open(): Promise<void> {
    this.probing = setInterval(() => void this.probe(), PROBE_MS);
    this.probing.unref();
    await this.client.connect().then(() => this.prepare(), (error: unknown) => (this.problem ??= error));
    if (!this.isAnswering) this.options.changed(false, this.problem);
  }

  /** @throws at once while the server does not answer */
  async use<T>(work: (client: Redis) => Promise<T>): Promise<T> {
    if (!this.isAnswering) throw new Error(`Redis does not answer: ${this.reason()}`, { cause: this.problem });
    try {
      return await work(this.client);
    } catch (error) {
      if (isTimeout(error)) this.set(false, error);
      throw error;
    }
  }

  reason(): string {
    const { message, code } = (this.problem ?? {}) as { message?: string; code?: string };
    return message || code || 'no connection';
  }

  close(): void {
    this.isClosed = true;
    clearInterval(this.probing);
    this.client.disconnect();
  }

  private async prepare(): Promise<void> {
    try {
      await this.options.prepare?.(this.client);
      this.set(this.client.status === 'ready');
    } catch (error) {
      this.set(false, error);
    }
  }

  private async probe(): Promise<void> {
    if (this.client.status !== 'ready') return;
    try {
      await this.client.ping();
      this.silentProbes = 0;
      if (!this.isAnswering) await this.prepare();
    } catch (error) {
      this.set(false, error);
      if (++this.silentProbes < MOST_SILENT_PROBES || this.isClosed) return;
      this.silentProbes = 0;
      this.client.disconnect(true);
    }
  }

  private set(isUp: boolean, problem?: unknown): void {
    // ioredis' words for a command that found no connection say less than why there is none.
    if (problem !== undefined && !(problem as Error).message.startsWith('Stream isn')) this.problem = problem;
    if (this.isClosed || isUp === this.isAnswering) return;
    this.isAnswering = isUp;
    this.options.changed(isUp, this.problem);
    if (isUp) this.problem = undefined;
  }
}

function isTimeout(error: unknown): boolean {
  return (error as Error).message === 'Command timed out';
}
