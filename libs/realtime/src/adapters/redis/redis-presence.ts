import { type RedisLink, redisScript } from '#libs/redis';
import { Presence, PRESENCE_MS } from '../../presence.port.js';

/** Lua unpacks some thousand arguments at once, not more. */
const WATCHERS_AT_ONCE = 1_000;
const NOW = `local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`;

// A sorted set per room: watcher by the moment they stop counting, on the server's clock.
const ENTER = redisScript(`${NOW}
local entries = {}
for i = 2, #ARGV do
  entries[#entries + 1] = now + ARGV[1]
  entries[#entries + 1] = ARGV[i]
end
redis.call('ZADD', KEYS[1], unpack(entries))
redis.call('PEXPIRE', KEYS[1], ARGV[1])`);
const COUNT = redisScript(`${NOW}
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
return redis.call('ZCARD', KEYS[1])`);

/** Counts those of every process. Whoever is not renewed runs out. */
export class RedisPresence extends Presence {
  readonly isShared = true;

  constructor(
    private readonly link: RedisLink,
    private readonly options: { presenceMs?: number } = {},
  ) {
    super();
  }

  async enter(room: string, watchers: readonly string[]): Promise<void> {
    for (let from = 0; from < watchers.length; from += WATCHERS_AT_ONCE) {
      await this.link.run(ENTER, [this.keyOf(room)], [this.options.presenceMs ?? PRESENCE_MS, ...watchers.slice(from, from + WATCHERS_AT_ONCE)]);
    }
  }

  async leave(room: string, watcher: string): Promise<void> {
    await this.link.send('ZREM', this.keyOf(room), watcher);
  }

  async count(room: string): Promise<number> {
    return Number(await this.link.run(COUNT, [this.keyOf(room)], []));
  }

  private keyOf(room: string): string {
    return `${this.link.prefix}:watching:${room}`;
  }
}
