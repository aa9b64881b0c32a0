import http from 'node:http';
import net, { type AddressInfo } from 'node:net';

const COOKIE = 'balancer';

/**
 * A load balancer in front of several processes of one site: each new browser goes to the next backend and stays there, by a cookie of the
 * balancer's own (as HAProxy's `cookie … insert`). WebSockets pass. Without the cookie every request is a new browser's.
 */
export class StickyProxy {
  /** Requests and WebSockets that each backend has got. */
  readonly passed: { requests: number; sockets: number }[];
  private readonly sockets = new Set<net.Socket>();
  private turn = 0;

  private constructor(
    private readonly backends: readonly URL[],
    private readonly server: http.Server,
  ) {
    this.passed = backends.map(() => ({ requests: 0, sockets: 0 }));
    server.on('request', (request: http.IncomingMessage, response: http.ServerResponse) => this.forward(request, response));
    server.on('upgrade', (request: http.IncomingMessage, socket: net.Socket, head: Buffer) => this.upgrade(request, socket, head));
  }

  static async listen(port: number, backends: readonly string[]): Promise<StickyProxy> {
    const server = http.createServer();
    const proxy = new StickyProxy(backends.map((url) => new URL(url)), server);
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** A browser that has this cookie is the browser of that backend from its first request on. */
  cookieOf(backend: number): { name: string; value: string; url: string } {
    return { name: COOKIE, value: String(backend), url: this.url };
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private chosen(request: http.IncomingMessage): number {
    const given = new RegExp(`(?:^|; )${COOKIE}=(\\d+)`).exec(request.headers.cookie ?? '')?.[1];
    return given === undefined ? this.turn++ % this.backends.length : Number(given);
  }

  private forward(request: http.IncomingMessage, response: http.ServerResponse): void {
    const index = this.chosen(request);
    this.passed[index]!.requests += 1;
    const upstream = http.request(new URL(request.url!, this.backends[index]), { method: request.method, headers: request.headers }, (answer) => {
      const { connection: _, ...headers } = answer.headers;
      response.writeHead(answer.statusCode!, { ...headers, 'set-cookie': [...(headers['set-cookie'] ?? []), `${COOKIE}=${index}; Path=/; HttpOnly`] });
      answer.once('error', () => response.destroy());
      answer.pipe(response);
    });
    upstream.once('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end('the backend does not answer')));
    request.pipe(upstream);
  }

  private upgrade(request: http.IncomingMessage, client: net.Socket, head: Buffer): void {
    const index = this.chosen(request);
    this.passed[index]!.sockets += 1;
    const upstream = net.connect(Number(this.backends[index]!.port), this.backends[index]!.hostname);
    for (const [socket, other] of [[client, upstream], [upstream, client]] as const) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
    }
    const lines = request.rawHeaders.flatMap((name, at, all) => (at % 2 === 0 ? [`${name}: ${all[at + 1]}`] : []));
    upstream.write(`${request.method} ${request.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    upstream.write(head);
    client.pipe(upstream).pipe(client);
  }
}
