import http from 'node:http';
import type { AddressInfo } from 'node:net';

const POLL_MS = 300;

interface Backend {
  url: URL;
  ready: boolean;
  agent: http.Agent;
}

/**
 * What a careful load balancer does, and no more: sends requests in turn to the backends whose /health/ready answered 200 at the last poll
 * (every 300 ms), over kept-alive connections, and tries another backend only when a connection is refused.
 */
export class ReadinessProxy {
  private readonly backends: Backend[];
  private readonly server = http.createServer((request, response) => void this.receive(request, response));
  private timer: NodeJS.Timeout | undefined;
  private turn = 0;

  constructor(urls: readonly string[]) {
    this.backends = urls.map((url) => ({ url: new URL(url), ready: false, agent: new http.Agent({ keepAlive: true, maxSockets: 100 }) }));
  }

  async listen(): Promise<string> {
    await this.poll();
    this.timer = setInterval(() => void this.poll(), POLL_MS);
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    for (const { agent } of this.backends) agent.destroy();
  }

  /** Resolves when the poll finds this backend ready, or not ready. */
  async until(url: string, ready: boolean): Promise<void> {
    const backend = this.backends.find((known) => known.url.href === new URL(url).href)!;
    while (backend.ready !== ready) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  private async poll(): Promise<void> {
    await Promise.all(
      this.backends.map(async (backend) => {
        const response = await fetch(new URL('/health/ready', backend.url)).catch(() => null);
        await response?.arrayBuffer();
        backend.ready = response?.status === 200;
      }),
    );
  }

  private async receive(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    this.forward(request, response, Buffer.concat(chunks), this.inTurn());
  }

  private inTurn(): Backend[] {
    const ready = this.backends.filter((backend) => backend.ready);
    this.turn += 1;
    return ready.map((_, index) => ready[(index + this.turn) % ready.length]!);
  }

  private forward(request: http.IncomingMessage, response: http.ServerResponse, body: Buffer, [backend, ...others]: Backend[]): void {
    if (!backend) return void response.writeHead(502).end('no backend is ready');
    const { connection: _, ...headers } = request.headers;
    const upstream = http.request(new URL(request.url!, backend.url), { method: request.method, headers, agent: backend.agent }, (answer) => {
      const { connection: __, ...answered } = answer.headers;
      response.writeHead(answer.statusCode!, answered);
      answer.once('error', () => response.destroy());
      answer.pipe(response);
    });
    upstream.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') this.forward(request, response, body, others);
      else if (response.headersSent) response.destroy();
      else response.writeHead(502).end(`${error.code}`);
    });
    upstream.end(body);
  }
}
