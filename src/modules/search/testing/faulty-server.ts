import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

type Fault = 'none' | 'silent' | 'slow';
const SLOW_MS = 3_000;

/** Stands before a server that speaks HTTP and takes it away, or makes it refuse, as a test wants. */
export class FaultyServer {
  private readonly sockets = new Set<Socket>();
  private server?: http.Server;
  private port = 0;
  private fault: Fault = 'none';
  private busy = 0;
  /** How often documents were sent. */
  bulks = 0;

  private constructor(private readonly target: string) {}

  static async before(target: string): Promise<FaultyServer> {
    const proxy = new FaultyServer(target);
    await proxy.restore();
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Nobody listens any more. */
  async refuse(): Promise<void> {
    const closed = new Promise((resolve) => (this.server ? this.server.close(resolve) : resolve(undefined)));
    this.dropConnections();
    this.server = undefined;
    await closed;
  }

  /** Connections open, no answer comes; or it comes after three seconds. */
  hinder(fault: Fault): void {
    this.fault = fault;
    this.dropConnections();
  }

  /** The next so many bulk writes are refused as too many. */
  beBusy(times: number): void {
    this.busy = times;
    this.bulks = 0;
  }

  async restore(): Promise<void> {
    this.fault = 'none';
    this.dropConnections();
    if (this.server) return;
    const server = http.createServer((request, response) => void this.forward(request, response));
    server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket)).on('error', () => undefined);
    });
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  private dropConnections(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  private async forward(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    if (this.fault === 'silent') return;
    if (this.fault === 'slow') await sleep(SLOW_MS);
    // Whoever asked has gone meanwhile.
    if (response.destroyed || request.destroyed) return;
    if (request.url?.includes('_bulk')) {
      this.bulks += 1;
      if (this.busy > 0) {
        this.busy -= 1;
        request.resume();
        response.writeHead(429, { 'content-type': 'application/json', 'x-elastic-product': 'Elasticsearch' }).end('{"error":{"type":"es_rejected_execution_exception"},"status":429}');
        return;
      }
    }
    const { hostname, port } = new URL(this.target);
    const upstream = http.request({ hostname, port, path: request.url, method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode!, answer.headers);
      answer.on('error', () => response.destroy()).pipe(response);
    });
    upstream.on('error', () => response.destroy());
    response.on('error', () => undefined).once('close', () => upstream.destroy());
    request.pipe(upstream);
  }
}
