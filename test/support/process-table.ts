import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface ListedProcess {
  pid: number;
  parent: number;
  command: string;
}

/** Every process of this machine; what has ended and only waits for its parent to notice is left out. */
export async function processTable(): Promise<ListedProcess[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-ww', '-o', 'pid=,ppid=,stat=,args='], { maxBuffer: 16 << 20 });
  const rows = stdout.split('\n').map((line) => /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line));
  return rows.flatMap((row) => (row && !row[3]!.startsWith('Z') ? [{ pid: Number(row[1]), parent: Number(row[2]), command: row[4]! }] : []));
}

export async function childrenOf(pid: number): Promise<ListedProcess[]> {
  return (await processTable()).filter(({ parent }) => parent === pid);
}

/** The worker of the Cairn with this pid. */
export async function workerOf(pid: number): Promise<number | undefined> {
  return (await childrenOf(pid)).find(({ command }) => command.includes('apps/worker/main.js'))?.pid;
}

/** Those of `processes` that still run. */
export async function livingOf(processes: readonly ListedProcess[]): Promise<ListedProcess[]> {
  const table = await processTable();
  return processes.filter(({ pid, command }) => table.some((row) => row.pid === pid && row.command === command));
}
