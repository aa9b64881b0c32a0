import { createHash } from 'node:crypto';

export type RedisArgument = string | number;

/** A Lua script, sent by its hash. */
export interface RedisScript {
  readonly lua: string;
  readonly sha: string;
}

export function redisScript(lua: string): RedisScript {
  return Object.freeze({ lua, sha: createHash('sha1').update(lua).digest('hex') });
}

export interface RedisListener {
  message(text: string): void;
  /** True: subscribed, possibly after a time in which messages were lost. False: messages are being lost. */
  changed(isUp: boolean): void;
}

/**
 * A connection to one Redis server. Whatever fails, fails fast: at once while the server is known not to answer, else after the time-out
 * (500 ms unless told otherwise). It comes back by itself.
 */
export abstract class RedisLink {
  /** What every key and channel of the site begins with. */
  abstract readonly prefix: string;
  /** False while nothing is sent because the server does not answer. */
  abstract readonly isUp: boolean;
  /** Runs one command and answers what the server said. @throws Error when it does not answer or says no */
  abstract send(command: string, ...args: readonly RedisArgument[]): Promise<unknown>;
  /** Runs a script (EVALSHA, loading it when the server does not know it). @throws as `send` */
  abstract run(script: RedisScript, keys: readonly string[], args: readonly RedisArgument[]): Promise<unknown>;
  /** Listens on a channel, on a connection of its own, until the returned function is called. */
  abstract subscribe(channel: string, listener: RedisListener): () => Promise<void>;
  /** Calls `listener` whenever `isUp` changes. @returns how to stop that */
  abstract onChange(listener: (isUp: boolean) => void): () => void;
  /** For health checks. @throws why the server does not answer */
  abstract check(): Promise<void>;
  abstract close(): Promise<void>;
}
