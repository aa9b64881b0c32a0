import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.resolve(import.meta.dirname, '../..');
const NODE = path.join(root, 'node_modules/.bin/node');
const SAMPLE_MS = 1_000;

/** `cairn import stackexchange` as a process of its own, on a data folder of its own, watched while it runs. */
export class ImportProcess {
  /** Resident memory in MiB, once a second, while posts are read. */
  readonly memory: number[] = [];
  private readonly child: ChildProcess;
  private readonly ticker: NodeJS.Timeout;
  private stdout = '';
  private stderr = '';

  constructor(
    dump: string,
    private readonly dataDir: string,
    settings: Readonly<Record<string, string>> = {},
  ) {
    const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? os.tmpdir(), TZ: 'UTC', NODE_ENV: 'production', LOG_LEVEL: 'warn', DATA_DIR: dataDir, ...settings };
    this.child = spawn(NODE, [path.join(root, 'dist/src/apps/cli/main.js'), 'import', 'stackexchange', dump, '--site', 'generated.example.org', '--json'], { cwd: root, env });
    this.child.stdout!.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    this.child.stderr!.setEncoding('utf8').on('data', (text: string) => (this.stderr = (this.stderr + text).slice(-20_000)));
    this.ticker = setInterval(() => void this.sample(), SAMPLE_MS);
  }

  /** What it reported. @throws with what it printed when it failed */
  async report(): Promise<{ counts: Record<string, { total: number; added: number; unchanged: number }>; damaged: { total: number }; inexactTexts: { total: number }; seconds: number }> {
    const code = await this.end();
    if (code !== 0) throw new Error(`the import ended with ${code}:\n${this.stderr}`);
    return JSON.parse(this.stdout) as Awaited<ReturnType<ImportProcess['report']>>;
  }

  /** SIGKILL to it and to the PostgreSQL in its data folder. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    const file = path.join(this.dataDir, 'postgres/postmaster.pid');
    const postmaster = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0;
    if (postmaster > 0) process.kill(postmaster, 'SIGKILL');
    await this.end();
  }

  /** Waits until it is over. @returns its exit code; null when it was killed */
  async end(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await new Promise((resolve) => this.child.once('close', resolve));
    clearInterval(this.ticker);
    return this.child.exitCode;
  }

  private async sample(): Promise<void> {
    const listed = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(this.child.pid)]).catch(() => null);
    const kibibytes = Number(listed?.stdout.trim());
    if (kibibytes > 0) this.memory.push(kibibytes / 1024);
  }
}
