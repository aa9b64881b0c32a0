import pg from 'pg';
import type { ConnectionSettings } from './connection-settings.js';
import { type DirectClient, DirectConnections } from './direct-connections.port.js';
import { translateDatabaseError } from './persistence.errors.js';

class PostgresDirectClient implements DirectClient {
  private closed = false;
  private last: Promise<unknown> = Promise.resolve();
  private readonly handlers: (() => void)[] = [];

  constructor(private readonly client: pg.Client) {
    client.on('error', () => this.lost());
    client.on('end', () => this.lost());
  }

  /** Statements of several callers run one after the other: pg wants at most one in flight per client. */
  query<R extends object>(text: string, params: readonly unknown[] = []): Promise<R[]> {
    const turn = this.last.then(() => this.run<R>(text, params));
    this.last = turn.catch(() => undefined);
    return turn;
  }

  private async run<R extends object>(text: string, params: readonly unknown[]): Promise<R[]> {
    try {
      return (await this.client.query<R>(text, params as unknown[])).rows;
    } catch (error) {
      throw translateDatabaseError(error);
    }
  }

  async listen(channel: string, onMessage: (payload: string) => void): Promise<void> {
    this.client.on('notification', (message) => {
      if (message.channel === channel) onMessage(message.payload ?? '');
    });
    await this.query(`listen ${pg.escapeIdentifier(channel)}`);
  }

  onClosed(handler: () => void): void {
    if (this.closed) handler();
    else this.handlers.push(handler);
  }

  async close(): Promise<void> {
    await this.client.end().catch(() => undefined);
  }

  private lost(): void {
    if (this.closed) return;
    this.closed = true;
    for (const handler of this.handlers) handler();
  }
}

export class PostgresDirectConnections extends DirectConnections {
  constructor(private readonly settings: ConnectionSettings) {
    super();
  }

  async connect(name: string): Promise<DirectClient> {
    const client = new pg.Client({
      ...this.settings,
      application_name: `cairn ${name}`,
      connectionTimeoutMillis: 2_000,
      keepAlive: true,
    });
    try {
      const direct = new PostgresDirectClient(client);
      await client.connect();
      return direct;
    } catch (error) {
      throw translateDatabaseError(error);
    }
  }
}
