import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { type Namespace, Server, type Socket } from 'socket.io';
import { toAppError, toProblem, type RequestAuthenticator } from '#libs/http';
import { newId } from '#libs/kernel';
import type { Logger } from '#libs/observability';
import type { LiveTransport } from '../../live-connection.js';
import type { LiveHub } from '../../live-hub.js';
import type { LiveEnvelope } from '../../live-messages.js';
import { LiveServer } from '../../live-server.port.js';
import type { LiveSweep } from '../../live-sweep.js';
import { LIVE_TOO_MANY_CONNECTIONS } from '../../live.errors.js';
import { admit, type Admission, hasSessionCookie } from './admission.js';
import { ConnectionCounter } from './connection-counter.js';
import { SocketConnection } from './socket-connection.js';

export interface SocketIoLiveServerOptions {
  maxConnections: number;
  maxConnectionsPerAddress: number;
  /** Whom a connection comes from, behind proxies too. */
  clientAddress: (request: IncomingMessage) => string;
  /** True for the origin of the site itself: only there may a session cookie open a connection. */
  isOwnOrigin: (origin: string) => boolean;
  /** Other origins whose scripts may connect, with tokens. */
  corsOrigins: readonly string[];
}

/** A join or leave is small; the largest thing a client sends is the token of its handshake. */
const MAX_MESSAGE_BYTES = 16 * 1024;
const NAMESPACE = '/live';

/** Socket.io 4: namespace `/live`, WebSocket and long polling (polling needs a proxy that keeps a client on one process). */
export class SocketIoLiveServer extends LiveServer implements LiveTransport {
  private readonly io: Server;
  private readonly namespace: Namespace;
  private readonly counter: ConnectionCounter;

  constructor(
    private readonly hub: LiveHub,
    private readonly sweep: LiveSweep,
    private readonly authenticator: RequestAuthenticator,
    private readonly logger: Logger,
    private readonly options: SocketIoLiveServerOptions,
  ) {
    super();
    this.counter = new ConnectionCounter(options.maxConnections, options.maxConnectionsPerAddress);
    this.io = new Server({
      serveClient: false,
      maxHttpBufferSize: MAX_MESSAGE_BYTES,
      connectTimeout: 10_000,
      cleanupEmptyChildNamespaces: true,
      ...(options.corsOrigins.length > 0 ? { cors: { origin: [...options.corsOrigins] } } : {}),
      allowRequest: (request, answer) => {
        const refusal = this.refuses(request);
        answer(refusal, refusal === null);
      },
    });
    this.io.use((_socket, next) => next(new Error(`connect to ${NAMESPACE}`)));
    this.namespace = this.io.of(NAMESPACE);
    this.namespace.use((socket, next) => void this.admit(socket).then(() => next(), (error: unknown) => next(this.refusal(error))));
    this.namespace.on('connection', (socket) => {
      const admission = (socket.data as { admission: Admission }).admission;
      new SocketConnection(socket, admission, this.hub, this.logger);
    });
  }

  get connected(): number {
    return this.counter.total;
  }

  async attach(server: HttpServer): Promise<void> {
    this.hub.addTransport(this);
    await this.hub.start();
    this.sweep.start();
    this.io.attach(server);
    this.io.engine.on('connection', (raw: { request: IncomingMessage; once(event: 'close', listener: () => void): void }) => {
      const address = this.options.clientAddress(raw.request);
      this.counter.opened(address);
      raw.once('close', () => this.counter.closed(address));
    });
  }

  broadcast(channel: string, envelope: LiveEnvelope): void {
    this.namespace.to(channel).emit('event', envelope);
  }

  async close(): Promise<void> {
    await this.sweep.stop();
    await this.hub.stop();
    // Closes the transports, not the sockets: clients take that for a lost connection and come back by themselves.
    this.io.engine?.close();
  }

  /** Why a handshake is refused, before anything is kept for it; null when it is not. */
  private refuses(request: IncomingMessage): string | null {
    const { origin } = request.headers;
    if (origin !== undefined && !this.options.isOwnOrigin(origin) && hasSessionCookie(request.headers)) return 'this page belongs to another site';
    if (!this.counter.hasRoomFor(this.options.clientAddress(request))) return LIVE_TOO_MANY_CONNECTIONS.title;
    return null;
  }

  private async admit(socket: Socket): Promise<void> {
    const address = this.options.clientAddress(socket.request);
    (socket.data as { admission: Admission }).admission = await admit(this.authenticator, { headers: socket.handshake.headers, auth: socket.handshake.auth, address });
  }

  private refusal(error: unknown): Error {
    const failure = toAppError(error);
    const requestId = newId();
    if (failure.definition.kind === 'internal') this.logger.error('a live connection could not be admitted', { err: error, requestId });
    return Object.assign(new Error(failure.definition.title), { data: toProblem(failure, requestId) });
  }
}
