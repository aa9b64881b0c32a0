import type { Redis } from 'ioredis';
import type { Logger } from '#libs/observability';
import { type RedisArgument, RedisLink, type RedisListener, type RedisScript } from '../../redis-link.js';
import { GuardedConnection } from './guarded-connection.js';

export interface IoredisLinkOptions {
  prefix: string;
  name: string;
  logger: Logger;
}

export class IoredisLink extends RedisLink {
  readonly prefix: string;
  private readonly commands: GuardedConnection;
  private readonly listeners = new Set<(isUp: boolean) => void>();
  private readonly subscriptions = new Set<() => Promise<void>>();
  private isLost = false;

  constructor(
    private readonly connect: () => Redis,
    private readonly options: IoredisLinkOptions,
  ) {
    super();
    this.prefix = options.prefix;
    this.commands = new GuardedConnection(connect(), { changed: (isUp, reason) => this.changed(isUp, reason) });
  }

  get isUp(): boolean {
    return this.commands.isUp;
  }

  open(): Promise<void> {
    return this.commands.open();
  }

  send(command: string, ...args: readonly RedisArgument[]): Promise<unknown> {
    return this.commands.use((client) => client.call(command, ...args));
  }

  run(script: RedisScript, keys: readonly string[], args: readonly RedisArgument[]): Promise<unknown> {
    return this.commands.use(async (client) => {
      try {
        return await client.evalsha(script.sha, keys.length, ...keys, ...args);
      } catch (error) {
        if (!(error as Error).message.startsWith('NOSCRIPT')) throw error;
        return client.eval(script.lua, keys.length, ...keys, ...args);
      }
    });
  }

  subscribe(channel: string, listener: RedisListener): () => Promise<void> {
    const client = this.connect();
    client.on('message', (_, text: string) => listener.message(text));
    const connection = new GuardedConnection(client, {
      prepare: () => client.subscribe(channel),
      changed: (isUp) => listener.changed(isUp),
    });
    const opened = connection.open();
    const end = async (): Promise<void> => {
      this.subscriptions.delete(end);
      connection.close();
      await opened;
    };
    this.subscriptions.add(end);
    return end;
  }

  onChange(listener: (isUp: boolean) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async check(): Promise<void> {
    await this.send('PING');
  }

  async close(): Promise<void> {
    this.commands.close();
    await Promise.all([...this.subscriptions].map((end) => end()));
  }

  /** The attempt at start may fail as well; that too is said once. */
  private changed(isUp: boolean, reason: unknown): void {
    const { logger, name } = this.options;
    if (isUp && this.isLost) logger.info(`${name} is back`);
    if (!isUp && !this.isLost) logger.warn(`${name} does not answer, trying again`, { err: reason });
    this.isLost = !isUp;
    for (const listener of this.listeners) listener(isUp);
  }
}
