import type { DirectClient, DirectConnections } from '#libs/persistence';
import type { Logger } from '#libs/observability';
import { Waker } from './waker.js';

/** NOTIFY channels; the payload of `LOG_CHANNEL` is the new head. */
export const OUTBOX_CHANNEL = 'cairn_outbox';
export const LOG_CHANNEL = 'cairn_log';

const POLL_MS = 1_000;
const RING_GAP_MS = 20;

/**
 * Tells one process that the log has grown, and the relay that the outbox has: one direct connection for both.
 * Signals may be lost (with the connection, or a crash after a commit), so the head is also looked up once a second.
 */
export class EventSignals {
  private readonly listeners = new Set<(head: number) => void>();
  private readonly waker = new Waker();
  private client?: DirectClient;
  private running?: Promise<void>;
  private isStopped = false;
  private isDown = false;
  private seen = 0;
  private ringTimer?: NodeJS.Timeout;
  private rangAt = 0;

  constructor(
    private readonly connections: DirectConnections,
    private readonly logger: Logger,
  ) {}

  /** The newest seq this process has heard of. */
  get head(): number {
    return this.seen;
  }

  start(): void {
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.ringTimer);
    this.waker.wake();
    await this.running;
  }

  /** Calls `listener` whenever the log has grown. @returns how to stop that */
  onLog(listener: (head: number) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Wakes the relay: at once, then at most every 20 ms, so that a burst of commits rings a few times only. */
  ringOutbox(): void {
    if (this.ringTimer || this.isStopped) return;
    const wait = Math.max(0, this.rangAt + RING_GAP_MS - performance.now());
    this.ringTimer = setTimeout(() => {
      this.ringTimer = undefined;
      this.rangAt = performance.now();
      // Lost when there is no connection: the relay looks by itself within a second.
      this.client?.query('select pg_notify($1, $2)', [OUTBOX_CHANNEL, '']).catch(() => undefined);
    }, wait);
  }

  private async run(): Promise<void> {
    while (!this.isStopped) {
      await this.session().catch((error: unknown) => this.lost(error));
      this.client = undefined;
      if (!this.isStopped) await this.waker.wait(POLL_MS);
    }
  }

  private async session(): Promise<void> {
    const client = await this.connections.connect('signals');
    let isOpen = true;
    client.onClosed(() => {
      isOpen = false;
      this.waker.wake();
    });
    try {
      await client.listen(LOG_CHANNEL, (payload) => this.advance(Number(payload)));
      this.client = client;
      while (isOpen && !this.isStopped) {
        const [row] = await client.query<{ seq: number | string }>('select seq from events.head');
        this.found();
        this.advance(Number(row?.seq ?? 0));
        await this.waker.wait(POLL_MS);
      }
    } finally {
      await client.close();
    }
    if (!this.isStopped) throw new Error('the connection was closed');
  }

  private advance(head: number): void {
    if (!(head > this.seen)) return;
    this.seen = head;
    for (const listener of this.listeners) listener(head);
  }

  private found(): void {
    if (this.isDown) this.logger.info('event signals are back');
    this.isDown = false;
  }

  private lost(error: unknown): void {
    if (!this.isDown) this.logger.warn('event signals are lost, trying again every second', { err: error });
    this.isDown = true;
  }
}
