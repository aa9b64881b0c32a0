import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { io, type Socket } from 'socket.io-client';
import type { ConnectOptions, LiveClient } from '../../../testing/live-client.js';
import { describeLiveConnectionsContract } from '../../../testing/live-connections.contract.js';
import { describeLiveRoomsContract } from '../../../testing/live-rooms.contract.js';
import type { LiveSite } from '../../../testing/live-site.js';
import { clientAddress } from './client-address.js';
import { SocketIoLiveServer } from './socket-io-live-server.js';

const stops: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

function toClient(socket: Socket): LiveClient {
  const received: LiveClient['received'][number][] = [];
  let ending: LiveClient['ending'] = null;
  socket.onAny((name: string, message: Record<string, unknown>) => received.push({ name, message }));
  socket.on('disconnect', (reason) => (ending = reason === 'io server disconnect' ? 'for-good' : 'come-back'));
  return {
    received,
    get ending() {
      return ending;
    },
    send: async (name, message) => (await socket.timeout(5_000).emitWithAck(name, message)) as Awaited<ReturnType<LiveClient['send']>>,
    close: () => void socket.close(),
  };
}

function connectTo(url: string, transports: string[]) {
  return ({ token, cookie, origin, address }: ConnectOptions = {}) =>
    new Promise<LiveClient>((resolve, reject) => {
      const headers = { ...(cookie ? { cookie } : {}), ...(origin ? { origin } : {}), 'x-forwarded-for': address ?? '198.51.100.1' };
      const socket = io(`${url}/live`, { transports, extraHeaders: headers, auth: token ? { token } : {}, reconnection: false, forceNew: true });
      stops.push(() => void socket.close());
      const client = toClient(socket);
      socket.on('connect', () => resolve(client));
      socket.on('connect_error', (error) => reject((error as { data?: Error }).data ?? error));
    });
}

async function make(site: LiveSite, transports: string[]) {
  const http = createServer((_request, response) => response.writeHead(404).end());
  const server = new SocketIoLiveServer(site.hub, site.sweep, site.authenticator, site.logger, {
    maxConnections: 1_000,
    maxConnectionsPerAddress: 5,
    clientAddress: clientAddress(['127.0.0.1']),
    isOwnOrigin: (origin) => origin === 'http://localhost',
    corsOrigins: [],
  });
  await server.attach(http);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  stops.push(() => new Promise((resolve) => http.close(resolve)), () => http.closeAllConnections(), () => server.close());
  return { server, connect: connectTo(`http://127.0.0.1:${(http.address() as AddressInfo).port}`, transports) };
}

describe.each([
  ['WebSocket', ['websocket']],
  ['long polling first', ['polling', 'websocket']],
])('Socket.io, %s', (name, transports) => {
  describeLiveRoomsContract(name, (site) => make(site, transports));
  describeLiveConnectionsContract(name, (site) => make(site, transports));
});
