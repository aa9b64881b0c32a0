import net from 'node:net';
import { BreakableProxy } from '#libs/testing';

/** Stands between a program and the server of its documents. */
export class ServerProxy extends BreakableProxy {
  private isSwallowing = false;

  private constructor(private readonly target: URL) {
    super();
  }

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

  /** As when the network swallows everything: connections stay, new ones are taken, nothing comes back. */
  swallow(): void {
    this.isSwallowing = true;
  }

  override async restore(): Promise<void> {
    this.isSwallowing = false;
    await super.restore();
  }

  protected connect(): net.Socket {
    return net.connect(Number(this.target.port), this.target.hostname);
  }

  protected carry(from: net.Socket, to: net.Socket): void {
    from.on('data', (bytes) => {
      if (!this.isSwallowing) to.write(bytes);
    });
  }
}
