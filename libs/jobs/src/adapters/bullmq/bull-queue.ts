import { createPostgresBackend, type PostgresConnectionOptions, type PostgresQueueBackend, Queue } from 'bullmq';
import type { Logger } from '#libs/observability';
import { type BullConnection, QUEUE } from './bull-connection.js';

interface JobData {
  payload: unknown;
}

type OpenBullQueue = Queue<JobData, unknown, string, JobData, unknown, string, PostgresQueueBackend, PostgresConnectionOptions>;

/** The producing side of the queue; opened when it is first needed, so that a process which never does costs no connection. */
export class BullQueue {
  private opened?: OpenBullQueue;

  constructor(
    private readonly connection: BullConnection,
    private readonly logger: Logger,
  ) {}

  open(): OpenBullQueue {
    if (!this.opened) {
      this.opened = new Queue(QUEUE, { connection: this.connection }, createPostgresBackend);
      // Each call rejects by itself as well; without a listener Node would end the process.
      this.opened.on('error', (error) => this.logger.debug('job queue connection', { err: error }));
    }
    return this.opened;
  }

  async close(): Promise<void> {
    await this.opened?.close();
    this.opened = undefined;
  }
}
