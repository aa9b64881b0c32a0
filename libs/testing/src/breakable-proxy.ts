import net, { type AddressInfo } from 'node:net';

/** Stands between a program and a server, so that a test can take the server away and bring it back. */
export abstract class BreakableProxy {
  private readonly sockets = new Set<net.Socket>();
  private server: net.Server | undefined;
  /** Chosen by the system at first, the same from then on. */
  protected port = 0;

  /** @param path where it listens instead of a port of this machine */
  protected constructor(private readonly path?: string) {}

  /** A connection to the server itself; null when the client is to hear nothing. */
  protected abstract connect(): net.Socket | null;

  /** Carries what one side says to the other. */
  protected abstract carry(from: net.Socket, to: net.Socket): void;

  /** As when the server is killed: connections break, new ones are refused. */
  async cut(): Promise<void> {
    const closed = new Promise((resolve) => (this.server ? this.server.close(resolve) : resolve(undefined)));
    this.breakConnections();
    this.server = undefined;
    await closed;
  }

  /** As it should be. What was lost in the meantime stays lost. */
  async restore(): Promise<void> {
    if (this.server) return;
    const server = net.createServer((client) => this.forward(client));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      if (this.path === undefined) server.listen(this.port, '127.0.0.1', resolve);
      else server.listen(this.path, resolve);
    });
    if (this.path === undefined) this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  protected breakConnections(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  private forward(client: net.Socket): void {
    const upstream = this.connect();
    if (upstream === null) return this.keep(client, client);
    for (const [from, to] of [[client, upstream], [upstream, client]] as const) {
      this.keep(from, to);
      this.carry(from, to);
    }
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
