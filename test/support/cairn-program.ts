import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, realpathSync } from 'node:fs';
import { chmod, readFile, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { isAlive, killAll, postmasterOf, withDescendants } from './processes.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const START_PATIENCE_MS = 120_000;

export interface ProgramOptions {
  app?: 'all' | 'api' | 'worker';
  dataDir: string;
  port?: number;
  env?: Record<string, string>;
}

/** A folder below the system's temporary one that PostgreSQL's user may pass through. */
export async function temporaryFolder(name: string): Promise<string> {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), `cairn-${name}-`)));
  await chmod(folder, 0o755);
  return folder;
}

export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The built program as its users run it: real processes, real signals. */
export class CairnProgram {
  private static readonly launched = new Set<CairnProgram>();
  private output = '';

  private constructor(
    readonly options: Required<ProgramOptions>,
    private readonly child: ChildProcess,
  ) {}

  /** Builds when needed, starts, and waits for its `ready` line. @throws with what it printed when it ends before */
  static async start(options: ProgramOptions): Promise<CairnProgram> {
    const program = await CairnProgram.launch(options);
    await program.untilPrinted(/^ready( |$)/m);
    return program;
  }

  /** Starts it without waiting for anything. */
  static async launch(options: ProgramOptions): Promise<CairnProgram> {
    const { build } = (await import(path.join(ROOT, 'scripts/build.mjs'))) as { build: (options: object) => Promise<unknown> };
    await build({ web: false });
    const complete = { app: 'all' as const, env: {}, port: await freePort(), ...options };
    const child = spawn(process.execPath, [path.join(ROOT, `dist/src/apps/${complete.app}/main.js`)], {
      env: environment(complete),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const program = new CairnProgram(complete, child);
    CairnProgram.launched.add(program);
    child.once('close', () => CairnProgram.launched.delete(program));
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        program.output += text;
      });
    }
    return program;
  }

  /** Kills what a failed test has left running. */
  static async killLeftovers(): Promise<void> {
    await Promise.all([...CairnProgram.launched].map((program) => program.killEverything()));
  }

  get url(): string {
    return `http://127.0.0.1:${this.options.port}`;
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Everything it wrote to stdout and stderr so far. */
  get printed(): string {
    return this.output;
  }

  async untilPrinted(pattern: RegExp): Promise<void> {
    const deadline = Date.now() + START_PATIENCE_MS;
    while (!pattern.test(this.output)) {
      if (this.child.exitCode !== null || this.child.signalCode !== null) throw new Error(`it ended before it printed ${pattern}:\n${this.output}`);
      if (Date.now() > deadline) throw new Error(`it did not print ${pattern}:\n${this.output}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Its exit code, once it ends; the name of the signal when one killed it. */
  async ended(): Promise<number | string | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await new Promise((resolve) => this.child.once('close', resolve));
    return this.child.signalCode ?? this.child.exitCode;
  }

  /** A signal to the main process alone. */
  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** SIGTERM, and the exit code. */
  async stop(): Promise<number | string | null> {
    this.signal('SIGTERM');
    return this.ended();
  }

  /** kill -9 of the API, the worker, PostgreSQL and its back-ends. */
  async killEverything(): Promise<void> {
    const postmaster = postmasterOf(this.options.dataDir);
    await killAll(withDescendants(postmaster === null ? [this.pid] : [this.pid, postmaster]));
    await this.ended();
  }

  /** True while any of its processes runs. */
  isRunning(): boolean {
    const postmaster = postmasterOf(this.options.dataDir);
    return isAlive(this.pid) || (postmaster !== null && isAlive(postmaster));
  }

  /** A connection to the embedded PostgreSQL, for looking behind the API. */
  async database<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const password = await readFile(path.join(this.options.dataDir, 'secrets/postgres'), 'utf8');
    const client = new pg.Client({ host: path.join(this.options.dataDir, 'run/postgres'), port: 5432, user: 'cairn', database: 'cairn', password });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  /** A command of the CLI on the same site; its stdout, parsed. */
  async cli<T>(...args: string[]): Promise<T> {
    const main = path.join(ROOT, 'dist/src/apps/cli/main.js');
    const { stdout } = await promisify(execFile)(process.execPath, [main, ...args, '--json'], { env: environment(this.options) });
    return JSON.parse(stdout) as T;
  }
}

function environment({ dataDir, port, env }: Required<ProgramOptions>): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env;
  return { PATH, HOME, NODE_ENV: 'production', DATA_DIR: dataDir, PORT: String(port), RATE_LIMIT_FACTOR: '1000', LOG_LEVEL: 'warn', ...env };
}

/** Removes what a test has left on disk. */
export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}
