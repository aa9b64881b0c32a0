import net, { type AddressInfo } from 'node:net';

type Mode = 'forward' | 'swallow';

/** Stands between a program and the server of its documents, so that a test can take the server away and bring it back. */
export class ServerProxy {
  private readonly sockets = new Set<net.Socket>();
  private server: net.Server | undefined;
  private mode: Mode = 'forward';
  private port = 0;

  private constructor(private readonly target: URL) {}

  /** @param uri of the server itself */
  static async before(uri: string): Promise<ServerProxy> {
    const proxy = new ServerProxy(new URL(uri));
    await proxy.restore();
    return proxy;
  }

  /** The same server and database through here. Direct, or the driver would go to the address that the replica set gives itself. */
  get uri(): string {
    return `mongodb://127.0.0.1:${this.port}${this.target.pathname}?directConnection=true`;
  }

  /** As when the server is killed: connections break, new ones are refused. */
  async cut(): Promise<void> {
    const closed = new Promise((resolve) => (this.server ? this.server.close(resolve) : resolve(undefined)));
    for (const socket of this.sockets) socket.destroy();
    this.server = undefined;
    await closed;
  }

  /** As when the network swallows everything: connections stay, new ones are taken, nothing comes back. */
  swallow(): void {
    this.mode = 'swallow';
  }

  /** As it should be. What was swallowed is lost. */
  async restore(): Promise<void> {
    this.mode = 'forward';
    if (this.server) return;
    const server = net.createServer((client) => this.forward(client));
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  private forward(client: net.Socket): void {
    const upstream = net.connect(Number(this.target.port), this.target.hostname);
    for (const [socket, other] of [[client, upstream], [upstream, client]] as const) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
      socket.on('data', (bytes) => {
        if (this.mode === 'forward') other.write(bytes);
      });
    }
  }
}
