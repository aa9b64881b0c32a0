import path from 'node:path';
import { PidLock } from '../../data-dir/pid-lock.js';
import { processStart } from '../../data-dir/process-identity.js';
import { Cluster, ROLE } from './cluster.js';
import type { Postmaster } from './postmaster-file.js';
import { ServerUsers } from './server-users.js';
import { findReadyServer, startServer, stopServer } from './start-server.js';

export interface PostgresConnection {
  /** The folder of the socket: PostgreSQL listens on no network. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly password: string;
}

export interface RunningPostgres {
  /** Stays the same when the server is restarted. */
  readonly connection: PostgresConnection;
  /** True when this call started the server, false when it found one running. */
  readonly started: boolean;
  /** Of the server that runs now. */
  readonly pid: number;
  /** Lets go of the server; the last process to do so stops it (fast shutdown) and waits for its end. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  dataDir: string;
  log: (line: string) => void;
}

/** Longer than a start with crash recovery usually takes: others wait for it behind the lock. */
const LOCK_PATIENCE_MS = 180_000;
const WATCH_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

/** One process's hold on the embedded server of a data folder: attaches or starts, and brings it back when it dies. */
export class EmbeddedPostgres implements RunningPostgres {
  private server: Postmaster | null = null;
  private watcher: NodeJS.Timeout | undefined;
  private stopping = false;
  private reviving: Promise<void> | null = null;
  private startedHere = false;
  private stopped: Promise<void> | null = null;

  private constructor(
    private readonly cluster: Cluster,
    private readonly lock: PidLock,
    private readonly users: ServerUsers,
    private readonly password: string,
    private readonly log: (line: string) => void,
  ) {}

  static async open({ dataDir, log }: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
    const cluster = await Cluster.at(dataDir);
    const run = path.join(cluster.dataDir, 'run');
    const lock = new PidLock(path.join(run, 'postgres.lock'));
    const users = new ServerUsers(path.join(run, 'postgres-users'));
    return lock.run(LOCK_PATIENCE_MS, async () => {
      const found = await findReadyServer(cluster, log);
      if (!found) await cluster.prepare(log);
      const postgres = new EmbeddedPostgres(cluster, lock, users, await cluster.password(), log);
      postgres.server = found ?? (await startServer(cluster, log));
      postgres.startedHere = found === null;
      await users.join();
      postgres.watch();
      return postgres;
    });
  }

  get connection(): PostgresConnection {
    return { host: this.cluster.socketFolder, port: 5432, user: ROLE, database: ROLE, password: this.password };
  }

  get started(): boolean {
    return this.startedHere;
  }

  get pid(): number {
    return this.server?.pid ?? 0;
  }

  stop(): Promise<void> {
    this.stopped ??= this.leave();
    return this.stopped;
  }

  private async leave(): Promise<void> {
    this.stopping = true;
    clearInterval(this.watcher);
    await this.reviving;
    await this.lock.run(LOCK_PATIENCE_MS, async () => {
      if (await this.users.leave()) await stopServer(this.cluster, this.log);
    });
  }

  private watch(): void {
    this.watcher = setInterval(() => {
      this.reviving ??= this.reviveIfGone().finally(() => {
        this.reviving = null;
      });
    }, WATCH_MS);
    this.watcher.unref();
  }

  private async reviveIfGone(): Promise<void> {
    if ((await processStart(this.pid)) !== null || this.stopping) return;
    this.log(`PostgreSQL (process ${this.pid}) has ended unexpectedly: starting it again`);
    for (let pause = 100; !this.stopping; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        await this.revive();
        return;
      } catch (error) {
        this.log(error instanceof Error ? error.message : String(error));
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  /** Several processes watch the same server: whoever gets the lock first starts it, the others find it running. */
  private async revive(): Promise<void> {
    await this.lock.run(LOCK_PATIENCE_MS, async () => {
      if (this.stopping) return;
      const found = await findReadyServer(this.cluster, this.log);
      if (!found) await this.cluster.prepare(this.log);
      this.server = found ?? (await startServer(this.cluster, this.log));
      this.log(`PostgreSQL runs again (process ${this.server.pid})`);
    });
  }
}
