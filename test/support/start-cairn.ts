import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { engineEnvironment, forgetEngines, onEngines } from './engine-profile.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const NODE = path.join(root, 'node_modules/.bin/node');
const READY_WITHIN_MS = 90_000;
const STOPPED_WITHIN_MS = 60_000;
const run = promisify(execFile);

type Environment = Record<string, string>;

export interface CairnOptions {
  /** A folder to go on with; by default a new one, removed by `stop`. */
  dataDir?: string;
  port?: number;
  /** The entry point: `all` is the API with its worker. */
  program?: 'all' | 'api' | 'worker';
  env?: Environment;
  /** For Node itself. */
  flags?: readonly string[];
}

/** A Cairn process tree on this machine, built as it is shipped. */
export interface RunningCairn {
  readonly url: string;
  readonly dataDir: string;
  readonly pid: number;
  readonly env: Environment;
  /** The last lines it printed. */
  output(): string;
  /** SIGTERM, and waits for the end. Answers the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL to every process at once, PostgreSQL included. The data folder stays. */
  kill(): Promise<void>;
}

/** A TCP port of the loopback interface that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** What a program of ours sees: nothing of the caller's environment but what finding programs takes. */
function environment(overrides: Environment): Environment {
  return {
    PATH: `${path.join(root, 'node_modules/.bin')}${path.delimiter}${process.env.PATH ?? ''}`,
    HOME: process.env.HOME ?? os.tmpdir(),
    TZ: 'UTC',
    NODE_ENV: 'production',
    NODE_COMPILE_CACHE: path.join(root, 'node_modules/.cache/cairn'),
    HOST: '127.0.0.1',
    RATE_LIMIT_FACTOR: '1000',
    HTTP_CHECK_RESPONSES: 'true',
    LOG_LEVEL: 'warn',
    ...overrides,
  };
}

/** Every process below `pid`, itself included. */
async function processTree(pid: number): Promise<number[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=']);
  const rows = stdout.trim().split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  const tree = [pid];
  for (const parent of tree) tree.push(...rows.filter((row) => row[1] === parent).map((row) => row[0] ?? 0));
  return tree;
}

function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

/** Its PostgreSQL, which may be the child of an earlier process. */
function postmasterOf(dataDir: string): number | null {
  const file = path.join(dataDir, 'postgres/postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) || null : null;
}

async function untilReady(url: string, child: ChildProcess, output: () => string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`Cairn ended with ${child.exitCode ?? child.signalCode} before it was ready:\n${output()}`);
    const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
    if (answer?.status === 200) return;
    if (Date.now() > deadline) throw new Error(`Cairn was not ready in time:\n${output()}`);
    await sleep(50);
  }
}

async function killTree(pid: number, dataDir: string): Promise<void> {
  const tree = await processTree(pid);
  const postmaster = postmasterOf(dataDir);
  if (postmaster) tree.push(...(await processTree(postmaster)));
  for (const victim of tree) signal(victim, 'SIGKILL');
}

async function endOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  return new Promise((resolve) => {
    child.once('exit', resolve);
  });
}

async function forget(dataDir: string): Promise<void> {
  rmSync(dataDir, { recursive: true, force: true });
  if (onEngines) await forgetEngines(dataDir);
}

/** Starts the built program on a free port with a data folder of its own (and, by CAIRN_PROFILE=engines, databases of its own), and waits until it is ready. */
export async function startCairn(options: CairnOptions = {}): Promise<RunningCairn> {
  const program = path.join(root, `dist/src/apps/${options.program ?? 'all'}/main.js`);
  if (!existsSync(program)) throw new Error(`${program} is not built: npm run build`);
  const port = options.port ?? (await freePort());
  const dataDir = options.dataDir ?? mkdtempSync(path.join(os.tmpdir(), 'cairn-e2e-'));
  const url = `http://127.0.0.1:${port}`;
  const publicUrl = options.env?.PUBLIC_URL ?? url;
  // Keycloak takes no address that is none, as a test of our own refusals gives.
  const engines = onEngines ? await engineEnvironment(dataDir, URL.canParse(publicUrl) ? publicUrl : url) : {};
  const env = environment({ PORT: String(port), PUBLIC_URL: url, DATA_DIR: dataDir, ...engines, ...options.env });
  const child = spawn(NODE, [...(options.flags ?? []), program], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed = (printed + text).slice(-40_000);
    });
  }
  const pid = child.pid ?? 0;
  const stop = async (): Promise<number | null> => {
    const late = setTimeout(() => void killTree(pid, dataDir), STOPPED_WITHIN_MS);
    signal(pid, 'SIGTERM');
    const code = await endOf(child);
    clearTimeout(late);
    if (!options.dataDir) await forget(dataDir);
    return code;
  };
  const kill = async (): Promise<void> => {
    await killTree(pid, dataDir);
    await endOf(child);
  };
  try {
    await untilReady(url, child, () => printed);
  } catch (error) {
    // One that ended by itself has left nothing; the data folder's PostgreSQL may be that of another Cairn, which refused us.
    if (child.exitCode === null && child.signalCode === null) await kill();
    throw error;
  }
  return { url, dataDir, pid, env, output: () => printed, stop, kill };
}

/** Runs `cairn <args>` on a running (or stopped) Cairn's data folder. Answers its standard output. @throws with what it printed */
export async function cairnCli(cairn: Pick<RunningCairn, 'env'>, args: readonly string[]): Promise<string> {
  const { stdout } = await run(NODE, [path.join(root, 'dist/src/apps/cli/main.js'), ...args], { cwd: root, env: cairn.env, maxBuffer: 64 << 20 });
  return stdout;
}
