import net from 'node:net';
import { BreakableProxy } from '#libs/testing';

/** Stands between a program and a server on this machine. */
export class TcpProxy extends BreakableProxy {
  private isSilent = false;

  private constructor(private readonly targetPort: number) {
    super();
  }

  static async before(targetPort: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(targetPort);
    await proxy.restore();
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** As when the network swallows everything: connections open, and no answer comes. */
  silence(): void {
    this.isSilent = true;
    this.breakConnections();
  }

  override async restore(): Promise<void> {
    this.isSilent = false;
    await super.restore();
  }

  protected connect(): net.Socket | null {
    return this.isSilent ? null : net.connect(this.targetPort, '127.0.0.1');
  }

  protected carry(from: net.Socket, to: net.Socket): void {
    from.pipe(to);
  }
}
