// Redis of Debian: one that keeps what it is given (jobs, limits), one that evicts and forgets (cache).
import { existsSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { debianPackages } from './lib/fetch.mjs';

const VERSION = '7.0.15';
const KEEPS = ['--appendonly', 'yes', '--appendfsync', 'everysec', '--save', '', '--maxmemory-policy', 'noeviction'];
const EVICTS = ['--appendonly', 'no', '--save', '', '--maxmemory', '64mb', '--maxmemory-policy', 'allkeys-lru'];

function ping(port) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write('PING\r\n')).setTimeout(1_000, () => socket.destroy(new Error('no answer')));
    socket.once('error', reject).once('close', () => reject(new Error('closed')));
    socket.once('data', (answer) => {
      socket.destroy();
      return String(answer) === '+PONG\r\n' ? resolve() : reject(new Error(String(answer)));
    });
  });
}

async function server(site, folder, name, policy) {
  const port = await site.port(name);
  const library = path.join(folder, 'usr/lib/x86_64-linux-gnu');
  const args = ['--bind', '127.0.0.1', '--port', String(port), '--dir', site.folder(name), '--daemonize', 'no', ...policy];
  const started = site.run(name, { command: path.join(folder, 'usr/bin/redis-server'), args, env: { LD_LIBRARY_PATH: library } });
  await site.until(name, () => ping(port), { server: started });
  return `redis://127.0.0.1:${port}`;
}

export const engine = {
  name: 'redis',
  title: `Redis ${VERSION}`,
  version: VERSION,
  servers: ['redis', 'redis-cache'],
  async install({ into, scratch }) {
    // redis-server is a link to redis-check-rdb of redis-tools; the rest are libraries that a bare system lacks.
    await debianPackages({ versions: { 'redis-server': VERSION, 'redis-tools': VERSION, libjemalloc2: null, liblzf1: null, libatomic1: null }, into, scratch });
    if (!existsSync(path.join(into, 'usr/bin/redis-server'))) throw new Error('the package holds no redis-server');
  },
  async start(site, folder) {
    return { REDIS_URL: await server(site, folder, 'redis', KEEPS), REDIS_CACHE_URL: await server(site, folder, 'redis-cache', EVICTS) };
  },
};
