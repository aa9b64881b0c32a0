import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { eventually } from '#libs/testing';
import { testRedis, type TestRedis } from '../../../testing/test-redis.js';
import { redisScript } from '../../redis-link.js';

let redis: TestRedis;
const proxies: Proxy[] = [];
beforeEach(async () => {
  redis = await testRedis('REDIS_URL');
});
afterEach(async () => {
  await redis.drop();
  for (const proxy of proxies.splice(0)) await proxy.close();
});

/** A server between that can refuse, or swallow everything, so that a client sees a dead and a hung Redis. */
class Proxy {
  private readonly sockets = new Set<net.Socket>();
  private server?: net.Server;
  private port = 0;
  isSilent = false;

  constructor(private readonly target: URL) {
    proxies.push(this);
  }

  get url(): string {
    const url = new URL(this.target);
    url.hostname = '127.0.0.1';
    url.port = String(this.port);
    return url.href;
  }

  async listen(): Promise<this> {
    this.server = net.createServer((client) => this.join(client));
    await new Promise<void>((resolve) => this.server!.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.server.address() as AddressInfo).port;
    return this;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => (this.server ? this.server.close(resolve) : resolve(null)));
    this.server = undefined;
  }

  private join(client: net.Socket): void {
    const server = net.connect(Number(this.target.port || 6379), this.target.hostname);
    for (const [from, to] of [[client, server], [server, client]] as const) {
      this.sockets.add(from);
      from.on('data', (data) => this.isSilent || to.write(data));
      from.on('close', () => to.destroy());
      from.on('error', () => to.destroy());
    }
  }
}

const proxied = () => new Proxy(new URL(redis.url)).listen();
const ADD = redisScript(`return redis.call('INCRBY', KEYS[1], ARGV[1])`);

describe('RedisLink', () => {
  it('should run commands, and scripts that the server does not know yet', async () => {
    const key = `${redis.prefix}:n`;
    await redis.link.send('SET', key, 'Ä 日本語 🪨');
    expect(await redis.link.send('GET', key)).toBe('Ä 日本語 🪨');
    expect(await redis.link.send('GET', 'absent')).toBeNull();
    await redis.link.send('SCRIPT', 'FLUSH');
    expect(await redis.link.run(ADD, [`${redis.prefix}:m`], [2])).toBe(2);
    expect(await redis.link.run(ADD, [`${redis.prefix}:m`], [3])).toBe(5);
    await expect(redis.link.send('INCR', key)).rejects.toThrow('not an integer');
    expect(redis.link.isUp).toBe(true);
  });

  it('should open on a server that is down, refuse at once, say so once, and be back by itself', async () => {
    const proxy = await proxied();
    await proxy.close();
    const link = await redis.open(proxy.url);
    expect(link.isUp).toBe(false);
    await expect(link.send('PING')).rejects.toThrow('Redis does not answer');
    await expect(link.check()).rejects.toThrow('ECONNREFUSED');
    await proxy.listen();
    await eventually(async () => expect(await link.send('PING')).toBe('PONG'));
    expect(redis.logger.lines.map((line) => line.message)).toEqual(['redis does not answer, trying again', 'redis is back']);
  });

  it('should wait once for a server that hangs, then refuse at once until it answers', async () => {
    const proxy = await proxied();
    const link = await redis.open(proxy.url);
    const changes: boolean[] = [];
    link.onChange((isUp) => changes.push(isUp));
    proxy.isSilent = true;
    await expect(link.send('PING')).rejects.toThrow('Command timed out');
    const refused = await Promise.allSettled(Array.from({ length: 1_000 }, () => link.send('PING')));
    expect(refused.every(({ status, reason }: { status: string; reason?: Error }) => status === 'rejected' && reason!.message.startsWith('Redis does not answer'))).toBe(true);
    proxy.isSilent = false;
    await eventually(async () => expect(await link.send('PING')).toBe('PONG'));
    expect(changes).toEqual([false, true]);
  });

  it('should replace a connection whose other end is gone without a word', async () => {
    const proxy = await proxied();
    const link = await redis.open(proxy.url);
    const id = await link.send('CLIENT', 'ID');
    proxy.isSilent = true;
    await expect(link.send('PING')).rejects.toThrow();
    await eventually(async () => expect(await redis.link.send('CLIENT', 'LIST', 'ID', id as number)).toBe(''), 20_000);
    proxy.isSilent = false;
    await eventually(async () => expect(await link.send('PING')).toBe('PONG'), 20_000);
    expect(await link.send('CLIENT', 'ID')).not.toBe(id);
  });

  it('should hear what is published, and say when it may have missed something', async () => {
    const proxy = await proxied();
    const link = await redis.open(proxy.url);
    const heard: (string | boolean)[] = [];
    const end = link.subscribe(`${redis.prefix}:news`, { message: (text) => heard.push(text), changed: (isUp) => heard.push(isUp) });
    await eventually(() => expect(heard).toEqual([true]));
    await redis.link.send('PUBLISH', `${redis.prefix}:news`, 'one');
    await eventually(() => expect(heard).toEqual([true, 'one']));
    await proxy.close();
    await eventually(() => expect(heard).toEqual([true, 'one', false]));
    await proxy.listen();
    await eventually(() => expect(heard).toEqual([true, 'one', false, true]));
    await redis.link.send('PUBLISH', `${redis.prefix}:news`, 'two');
    await eventually(() => expect(heard.at(-1)).toBe('two'));
    await end();
    await redis.link.send('PUBLISH', `${redis.prefix}:news`, 'three');
    await redis.link.send('PING');
    expect(heard.at(-1)).toBe('two');
  });
});
