import net, { type AddressInfo } from 'node:net';

/** Stands between a program and a server on this machine, so that a test can take the server away and bring it back. */
export class TcpProxy {
  private readonly sockets = new Set<net.Socket>();
  private server: net.Server | undefined;
  private isSilent = false;

  private constructor(
    private readonly targetPort: number,
    private port = 0,
  ) {}

  static async before(targetPort: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(targetPort);
    await proxy.restore();
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** As when the server is killed: every connection breaks and no new one is taken. */
  async cut(): Promise<void> {
    const closed = new Promise((resolve) => (this.server ? this.server.close(resolve) : resolve(undefined)));
    for (const socket of this.sockets) socket.destroy();
    this.server = undefined;
    await closed;
  }

  /** As when the network swallows everything: connections open, and no answer comes. */
  silence(): void {
    this.isSilent = true;
    for (const socket of this.sockets) socket.destroy();
  }

  async restore(): Promise<void> {
    this.isSilent = false;
    if (this.server) return;
    const server = net.createServer((client) => this.forward(client));
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  private forward(client: net.Socket): void {
    if (this.isSilent) return this.keep(client, client);
    const upstream = net.connect(this.targetPort, '127.0.0.1');
    this.keep(client, upstream);
    this.keep(upstream, client);
    client.pipe(upstream);
    upstream.pipe(client);
  }

  private keep(socket: net.Socket, other: net.Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      this.sockets.delete(socket);
      other.destroy();
    });
  }
}
