import type { Logger } from '#libs/observability';
import type { BullConnection, OpenBullQueue } from './bull-connection.js';
import { within } from './within.js';

const READY_MS = 2_000;

/** The producing side of the queue; opened when it is first needed, so that a process which never does costs no connection. */
export class BullQueue {
  private opened?: OpenBullQueue;

  constructor(
    private readonly connection: BullConnection,
    private readonly logger: Logger,
  ) {}

  get engine(): string {
    return this.connection.engine;
  }

  open(): OpenBullQueue {
    if (!this.opened) {
      this.opened = this.connection.queue();
      // Each call rejects by itself as well; without a listener Node would end the process.
      this.opened.on('error', (error) => this.logger.debug('job queue connection', { err: error }));
    }
    return this.opened;
  }

  /** Opened, and connected once at least: from then on its calls fail fast by themselves. @throws when the engine does not answer within two seconds */
  async ready(): Promise<OpenBullQueue> {
    const queue = this.open();
    try {
      await within(READY_MS, queue.waitUntilReady(), 'the job queue does not answer');
      return queue;
    } catch (error) {
      // BullMQ remembers a first connection that failed: the next call begins anew.
      if (this.opened === queue) this.opened = undefined;
      void queue.close().catch(() => undefined);
      throw error;
    }
  }

  async close(): Promise<void> {
    const queue = this.opened;
    this.opened = undefined;
    if (queue) await within(READY_MS, queue.close(), 'the job queue does not close').catch(() => queue.disconnect().catch(() => undefined));
  }
}
