import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ConnectionSettings } from '#libs/persistence';
import { BreakableProxy } from '#libs/testing';

const SOCKET = '.s.PGSQL.5432';

/** Stands between a program and its PostgreSQL. */
export class PostgresProxy extends BreakableProxy {
  private constructor(
    private readonly folder: string,
    private readonly target: ConnectionSettings,
  ) {
    super(path.join(folder, SOCKET));
  }

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

  async close(): Promise<void> {
    await this.cut();
    rmSync(this.folder, { recursive: true, force: true });
  }

  protected connect(): net.Socket {
    return net.connect(path.join(this.target.host ?? '', SOCKET));
  }

  protected carry(from: net.Socket, to: net.Socket): void {
    from.pipe(to);
  }
}
