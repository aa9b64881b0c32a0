import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ConnectionSettings } from '#libs/persistence';

const SOCKET = '.s.PGSQL.5432';

/** Stands between a program and its PostgreSQL, so that a test can take the server away and bring it back. */
export class PostgresProxy {
  private readonly sockets = new Set<net.Socket>();
  private server: net.Server | undefined;

  private constructor(
    private readonly folder: string,
    private readonly target: ConnectionSettings,
  ) {}

  /** @param target a server reached by a socket folder */
  static async before(target: ConnectionSettings): Promise<PostgresProxy> {
    const proxy = new PostgresProxy(mkdtempSync(path.join(tmpdir(), 'cairn-px-')), target);
    await proxy.restore();
    return proxy;
  }

  /** The same server and database, through here. */
  get connection(): ConnectionSettings {
    return { ...this.target, host: this.folder };
  }

  /** As when PostgreSQL is killed: every connection breaks and no new one is taken. */
  async cut(): Promise<void> {
    const closed = new Promise((resolve) => (this.server ? this.server.close(resolve) : resolve(undefined)));
    for (const socket of this.sockets) socket.destroy();
    this.server = undefined;
    await closed;
  }

  async restore(): Promise<void> {
    const server = net.createServer((client) => this.forward(client));
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path.join(this.folder, SOCKET), resolve));
    this.server = server;
  }

  async close(): Promise<void> {
    await this.cut();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private forward(client: net.Socket): void {
    const upstream = net.connect(path.join(this.target.host ?? '', SOCKET));
    for (const [socket, other] of [[client, upstream], [upstream, client]] as const) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  }
}
